"""Chapter ``resnet``: deeper is worse, a copy would do, so layers learn the difference and x is added."""

from __future__ import annotations

from chainreel.draw.motion import APPEAR, CAMERA, LEAVE, appear, glide, leave, stagger
from chainreel.draw.text.counter import count_through
from chainreel.theme import MARGIN_X, at
from scenes.resnet_copies import COPIED
from scenes.resnet_towers import MIDDLE, NAME_LINE, RUNS, ResNetTowers

PAPER_LINES, DIFFERENCE_LINE, UNCHANGED_LINE, SUM_LINE, COPY_LINE = (686, 778), 650, 328, 766, 848
FACTOR_LINE, HEAD_LINE = 800, 262
HEADS, NAMES = ("thousand", "raw", "rate"), ("accuracy", "loss", "accuracy")  # of the last beat's columns


class ResNet(ResNetTowers):
    """Couldn't a deeper net just copy the shallow one?"""

    def deeper_worse(self) -> None:
        chart, ruler = self._errors(), self._gradient_ruler()
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
        shallow, deepened, learned = self._copied_tower(), self._copied_tower(), self._learned_tower()
        names = {key: self._copy_name(key, k) for k, key in enumerate(("trained", "deepened", "learned"))}
        errors = [self._copy_error(k) for k in range(len(names))]
        same = self._difference()
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
        self.play(appear(self._copy_line(deepened)), cue="line")
        self.play(shallow.run_through(2.0), deepened.run_through(2.0), cue="same")
        self.play(appear(same), appear(errors[1]))
        self.play(appear(learned), appear(names["learned"]), appear(errors[2]), cue="found")

    def only_difference(self) -> None:
        self.block = block = self._block()
        difference = self.text("difference").put(MIDDLE, DIFFERENCE_LINE, "center")
        unchanged = self.text("unchanged", color="forward").put(MIDDLE, UNCHANGED_LINE, "center")
        total = self.text("sum", "formula_lead").put(MIDDLE, SUM_LINE, "center")
        copy, side = self.text("copy").put(MIDDLE, COPY_LINE, "center"), self._side_by_side()
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
        block, chain, ruler = self.block, self._chain(), self._both_coins()
        factor = self.text("factor", "formula_lead").put(MIDDLE, FACTOR_LINE, "center")
        note, ten = self.run_note(), self.run_note("ten")
        slope, first = self._slope(), self._first_factor(chain)
        self.clear_picture(block)
        self.play(block.clear(), appear(self.title()), appear(note))
        self.play(block.grow(hushed=0.0, curved=1.0))
        self.play(block.drop_coin(), cue="coin")
        self.play(block.cross_telling(3.0), cue="split")
        self.play(appear(slope), appear(factor), cue="factor")
        self.play(leave(factor), leave(slope), leave(note), block.grow(LEAVE, coin=0.0, told=0.0), cue="ten")
        self.play(self._into_row(block, chain, CAMERA))
        self.play(leave(block), appear(chain, rise=0.0), appear(ten))
        self.play(chain.drop_coin())
        self.play(chain.cross(seconds_each=0.22))
        self.play(appear(ruler))
        self.play(ruler.drop(2, 1.2))
        self.play(appear(first), cue="promise")
        self.play(appear(self._caveat(first)))

    def eight_paths(self) -> None:
        fan, autograd = self._fan(), self._autograd()
        self.clear_picture()
        self.play(appear(self.title()), appear(fan), appear(self.run_note()), cue="three")
        self.play(fan.open(1, 2.0), cue="eight")
        self.play(fan.open(3, 0.48), appear(self._gradients()), cue="width")
        self.play(fan.open(4, 0.48))
        self.play(fan.single_out())
        self.play(fan.sum_up(), appear(self._product(fan)), cue="sum")
        self.play(appear(autograd))

    def towers_again(self) -> None:
        self.towers = {run: self._hook_tower(run) for run in RUNS}
        layers = {run: self._layers(run) for run in RUNS}
        accuracies = [self._accuracy(run) for run in RUNS]
        self.clear_picture()
        self.play(
            *(appear(part) for part in (self.title(), *self.towers.values(), *accuracies, self.run_note()))
        )
        self.play(*(part.open() for part in layers.values()))
        self.play(layers["skips"].build_bridges(), cue="bridges")
        self.play(self.towers["skips"].build_bridges())
        self.play(*map(appear, self._formulas()), cue="only")
        self.play(stagger((appear(row) for row in self._cures()), step=0.3), cue="others")

    def no_guarantee(self) -> None:
        tower = self.towers["skips"]
        heads, names = self._in_columns(HEADS, HEAD_LINE, "text"), self._in_columns(NAMES, NAME_LINE, "sub")
        step = self.text("step", color="sub").put(MIDDLE, NAME_LINE, "center")
        thousand, raw = self._thousand(), self._raw()
        results = self._thousand_result(), self._loss(), self._overflow(), self._too_fast()
        self.clear_picture(tower)
        self.play(tower.grow(waiting=0.0, given=0.0, run_time=APPEAR), appear(self.title()))
        self.play(appear(thousand), appear(heads[0]), appear(self.run_note()), cue="thousand")
        self.play(appear(results[0]), appear(names[0]))
        self.play(appear(raw), appear(heads[1]), appear(results[1]), appear(names[1]), cue="raw")
        self.play(count_through(results[1], self._losses(), "e1"), raw.turn(alive=False), seconds=1.6)
        self.play(leave(results[1]), leave(names[1]))
        self.play(appear(results[2]), appear(step))
        self.play(appear(heads[2]), cue="rate")
        self.play(tower.turn(alive=not self.holds("too_fast")), seconds=1.2)
        self.play(appear(results[3]), appear(names[2]))
        self.close_with_answer(cue="answer")
