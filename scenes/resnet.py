"""Chapter ``resnet``: deeper is worse, a copy would do, so layers learn the difference and x is added."""

from __future__ import annotations

from chainreel.draw.gradients.residual_block import ResidualBlock
from chainreel.draw.motion import APPEAR, CAMERA, LEAVE, appear, glide, leave, stagger
from chainreel.draw.networks.tower_batch import BatchTower
from chainreel.draw.text.counter import count_through
from chainreel.scene import LectureScene
from chainreel.theme import MARGIN_X, at
from scenes import resnet_blocks as blocks
from scenes import resnet_copies as copies
from scenes import resnet_towers as towers
from scenes.headline_tower import Run
from scenes.resnet_copies import COPIED
from scenes.resnet_towers import MIDDLE, NAME_LINE, RUNS

PAPER_LINES, DIFFERENCE_LINE, UNCHANGED_LINE, SUM_LINE, COPY_LINE = (686, 778), 650, 328, 766, 848
FACTOR_LINE, HEAD_LINE = 800, 262
HEADS, NAMES = ("thousand", "raw", "rate"), ("accuracy", "loss", "accuracy")  # of the last beat's columns


class ResNet(LectureScene):
    """Couldn't a deeper net just copy the shallow one?"""

    # What a beat leaves on the stage for later ones.
    block: ResidualBlock
    towers: dict[Run, BatchTower]

    def deeper_worse(self) -> None:
        chart, ruler = copies.errors_by_epoch(self), copies.gradient_ruler(self)
        chart.take(step=0.0)
        paper = self.text("paper", color="sub").put(MARGIN_X, PAPER_LINES[0])
        theirs = self.text("theirs", "result_small").put(MARGIN_X, PAPER_LINES[1])
        self.open_with_question(until="training")
        self.play(appear(self.title()), appear(chart), appear(self.run_note()))
        self.play(chart.run(run_time=4.0), cue="shallow")
        self.play(appear(paper), appear(theirs), cue="paper")
        self.play(leave(paper), leave(theirs), cue="huge")
        self.play(appear(ruler))
        self.play(ruler.drop(2, 1.6))

    def copy_by_hand(self) -> None:
        shallow, deepened, learned = (
            copies.copied_tower(self),
            copies.copied_tower(self),
            copies.learned_tower(self),
        )
        names = {
            key: copies.copy_name(self, key, k) for k, key in enumerate(("trained", "deepened", "learned"))
        }
        errors = [copies.copy_error(self, k) for k in range(len(names))]
        same = copies.difference(self)
        self.clear_picture()
        self.play(
            appear(self.title()),
            appear(shallow),
            appear(names["trained"]),
            appear(errors[0]),
            appear(self.run_note()),
        )
        self.add(deepened)
        self.play(glide(deepened, at(*COPIED[1])), cue="copy")
        self.play(deepened.deepen(2.0), appear(names["deepened"]))
        self.play(appear(copies.copy_line(self, deepened)), cue="line")
        self.play(shallow.run_through(2.0), deepened.run_through(2.0), cue="same")
        self.play(appear(same), appear(errors[1]))
        self.play(appear(learned), appear(names["learned"]), appear(errors[2]), cue="found")

    def only_difference(self) -> None:
        self.block = block = blocks.block(self)
        difference = self.text("difference").put(MIDDLE, DIFFERENCE_LINE, "center")
        unchanged = self.text("unchanged", color="forward").put(MIDDLE, UNCHANGED_LINE, "center")
        total = self.text("sum", "formula_lead").put(MIDDLE, SUM_LINE, "center")
        copy, side = self.text("copy").put(MIDDLE, COPY_LINE, "center"), blocks.side_by_side(self)
        self.clear_picture()
        self.play(appear(self.title()), appear(block), appear(difference), cue="block")
        self.play(block.build(1.2), cue="bridge")
        self.play(appear(unchanged))
        self.play(block.carry(2.4), cue="add")
        self.play(appear(total))
        self.play(appear(side), cue="plus")
        self.play(block.clear(), leave(side), cue="silent")
        self.play(block.grow(hushed=1.0), appear(copy))
        self.play(block.carry(1.0))

    def coin_bridge(self) -> None:
        block, chain, ruler = self.block, blocks.chain(self), blocks.both_coins(self)
        factor = self.text("factor", "formula_lead").put(MIDDLE, FACTOR_LINE, "center")
        note, ten = self.run_note(), self.run_note("ten")
        slope, first = blocks.slope(self), blocks.first_factor(self, chain)
        self.clear_picture(block)
        self.play(block.clear(), appear(self.title()), appear(note))
        self.play(block.grow(hushed=0.0, curved=1.0))
        self.play(block.drop_coin(), cue="coin")
        self.play(block.cross_telling(3.0), cue="split")
        self.play(appear(slope), appear(factor), cue="factor")
        self.play(leave(factor), leave(slope), leave(note), block.grow(LEAVE, coin=0.0, told=0.0), cue="ten")
        self.play(blocks.into_row(block, chain, CAMERA))
        self.play(leave(block), appear(chain, rise=0.0), appear(ten))
        self.play(chain.drop_coin())
        self.play(chain.cross(seconds_each=0.22))
        self.play(appear(ruler))
        self.play(ruler.drop(2, 1.2))
        self.play(appear(first), cue="promise")
        self.play(appear(blocks.caveat(self, first)))

    def eight_paths(self) -> None:
        fan, autograd = blocks.fan(self), blocks.autograd(self)
        self.clear_picture()
        self.play(appear(self.title()), appear(fan), appear(self.run_note()), cue="three")
        self.play(fan.open(1, 2.0), cue="eight")
        self.play(fan.open(3, 0.48), appear(blocks.gradients(self)), cue="width")
        self.play(fan.open(4, 0.48))
        self.play(fan.single_out())
        self.play(fan.sum_up(), appear(blocks.product(self, fan)), cue="sum")
        self.play(appear(autograd))

    def towers_again(self) -> None:
        self.towers = {run: towers.hook_tower(self, run) for run in RUNS}
        layers = {run: towers.layers_from_near(self, tower, run) for run, tower in self.towers.items()}
        accuracies = [towers.accuracy(self, run) for run in RUNS]
        self.clear_picture()
        self.play(
            *(appear(part) for part in (self.title(), *self.towers.values(), *accuracies, self.run_note()))
        )
        self.play(*(part.open() for part in layers.values()))
        self.play(layers["skips"].build_bridges(), cue="bridges")
        self.play(self.towers["skips"].build_bridges())
        self.play(*map(appear, towers.formulas(self)), cue="only")
        self.play(stagger((appear(row) for row in towers.cures(self)), step=0.3), cue="others")

    def no_guarantee(self) -> None:
        tower = self.towers["skips"]
        heads, names = (
            towers.in_columns(self, HEADS, HEAD_LINE, "text"),
            towers.in_columns(self, NAMES, NAME_LINE, "sub"),
        )
        step = self.text("step", color="sub").put(MIDDLE, NAME_LINE, "center")
        thousand, raw = towers.thousand(self), towers.raw(self)
        results = (
            towers.thousand_result(self),
            towers.loss_counter(self),
            towers.overflow(self),
            towers.too_fast(self),
        )
        self.clear_picture(tower)
        self.play(tower.grow(waiting=0.0, given=0.0, run_time=APPEAR), appear(self.title()))
        self.play(appear(thousand), appear(heads[0]), appear(self.run_note()), cue="thousand")
        self.play(appear(results[0]), appear(names[0]))
        self.play(appear(raw), appear(heads[1]), appear(results[1]), appear(names[1]), cue="raw")
        self.play(count_through(results[1], towers.losses(self), "e1"), raw.turn(alive=False), seconds=1.6)
        self.play(leave(results[1]), leave(names[1]))
        self.play(appear(results[2]), appear(step))
        self.play(appear(heads[2]), cue="rate")
        self.play(tower.turn(alive=not self.holds("too_fast")), seconds=1.2)
        self.play(appear(results[3]), appear(names[2]))
        self.close_with_answer(cue="answer")
