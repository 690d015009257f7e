"""Chapter ``resnet``: deeper is worse, a copy would do, so layers learn the difference and x is added."""

from __future__ import annotations

from chainreel.draw.gradients.residual_block import ResidualBlock
from chainreel.draw.motion import APPEAR, CAMERA, LEAVE, appear, glide, leave
from chainreel.draw.networks.tower_lit import LitTower
from chainreel.draw.text.counter import count_through
from chainreel.scene import LectureScene
from chainreel.theme import MARGIN_X, at
from scenes import resnet_blocks as blocks
from scenes import resnet_copies as copies
from scenes import resnet_lesions as lesions
from scenes import resnet_towers as towers
from scenes.headline_tower import Run
from scenes.resnet_copies import COPIED
from scenes.resnet_lesions import EACH, HELD, LAST, OTHERS, PULL
from scenes.resnet_towers import MIDDLE, NAME_LINE, RUNS

BOTH_LINE, PAPER_LINES, DIFFERENCE_LINE, UNCHANGED_LINE, SUM_LINE, COPY_LINE = (
    790,
    (290, 386, 460),
    650,
    328,
    766,
    848,
)
FACTOR_LINE, HEAD_LINE = 800, 262
REPLAY, TO_TAKE_IN = 2.0, 1.5  # seconds
HEADS, NAMES = ("thousand", "raw", "rate"), ("accuracy", "loss", "accuracy")  # of the last beat's columns


class ResNet(LectureScene):
    """Couldn't a deeper net just copy the shallow one?"""

    # What a beat leaves on the stage for later ones.
    block: ResidualBlock
    towers: dict[Run, LitTower]

    def deeper_worse(self) -> None:
        chart = copies.errors_by_epoch(self)
        chart.take(step=0.0)
        both = self.text("both", color="sub").put(MARGIN_X, BOTH_LINE)
        self.open_with_question(until="training")
        self.play(appear(self.title()), appear(chart), appear(self.run_note()))
        self.play(chart.run(run_time=4.0), cue="shallow")
        self.play(appear(both), cue="both")

    def not_vanished(self) -> None:
        ruler, lines = (
            copies.gradient_ruler(self),
            zip(("paper", "theirs", "healthy"), PAPER_LINES, strict=True),
        )
        roles = {"theirs": "result"}
        paper = [self.text(key, roles.get(key, "body")).put(MARGIN_X, y) for key, y in lines]
        self.clear_picture()
        self.play(appear(self.title()), *map(appear, paper), appear(self.run_note()), cue="paper")
        self.play(appear(ruler), cue="huge")
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
        if self.holds("side"):
            self.play(appear(side), cue="plus")
            self.play(leave(side), cue="silent")
        self.play(block.clear(), cue=None if self.holds("side") else "silent")
        self.play(block.grow(hushed=1.0), appear(copy))
        self.play(block.carry(1.0))

    def same_layers(self) -> None:
        tower, chart = copies.deep_tower(self), copies.deep_errors(self)
        chart.take(step=0.0)
        self.clear_picture()
        self.play(appear(self.title()), appear(tower), appear(self.run_note()), cue="same")
        self.play(tower.build_bridges(), cue="bridges", seconds=1.6)
        self.play(appear(chart))
        self.play(chart.run(run_time=4.4), cue="falls")

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

    def pull_layer(self) -> None:
        towers = {run: lesions.tower(self, run) for run in RUNS}
        plain, skips = towers.values()
        heads = [part for run in RUNS for part in lesions.heads(self, run)]
        reading = self.text("reading", "label", color="sub").put(MIDDLE, lesions.READING_LINE, "center")
        results = {run: lesions.result(self, run) for run in RUNS}
        self.clear_picture()
        self.play(*(appear(part) for part in (self.title(), plain, skips, *heads, reading, self.run_note())))
        self.play(plain.pull(LAST, PULL), skips.pull(LAST, PULL), cue="pull")
        self.play(plain.pull(OTHERS, EACH), skips.pull(OTHERS, EACH), cue="each")
        self.play(plain.tell_seeds(0.8), skips.tell_seeds(0.8))
        self.play(
            skips.hold_out(HELD, 0.8), plain.hold_out(HELD, 0.8), appear(results["skips"]), cue="bridged"
        )
        self.play(appear(results["plain"]), cue="plain")

    def level_bars(self) -> None:
        bridged, plain = towers.level_bars(self, "skips"), towers.level_bars(self, "plain")
        names = {run: towers.bars_name(self, run) for run in RUNS}
        self.clear_picture()
        self.add(bridged)
        for text in (plain, names["plain"]):
            self.allow(text, bridged, "they stand on the dim bars behind, which show what bridges add")
        self.allow(names["plain"], plain, "the ruler's hair-lines run behind the name")
        self.play(appear(self.title()), appear(plain), appear(self.run_note()), appear(names["plain"]))
        self.play(plain.grow_all(2.4), cue="plain")
        in_front = plain.grow(2.4, grown=1.0)  # of those with bridges, which are longer
        self.play(bridged.grow_all(2.4), in_front, appear(names["skips"]), cue="bridged")

    def towers_again(self) -> None:
        self.towers = {run: towers.hook_tower(self, run) for run in RUNS}
        left, right = self.towers.values()
        layers = {run: towers.layers_from_near(self, tower, run) for run, tower in self.towers.items()}
        accuracies = [towers.accuracy(self, run) for run in RUNS]
        answer = self.text("answer", "result").put(MIDDLE, towers.ANSWER_LINE, "center")
        self.clear_picture()
        self.play(*(appear(part) for part in (left, right, *accuracies, self.run_note())))
        self.play(left.train(REPLAY), right.train(REPLAY))
        self.play(*(part.open() for part in layers.values()))
        self.play(layers["skips"].build_bridges(), right.build_bridges(), cue="bridges")
        self.play(*map(appear, towers.formulas(self)), cue="line")
        self.play(appear(answer), cue="only")
        self.still(TO_TAKE_IN)

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
