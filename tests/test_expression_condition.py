"""Conditions: comparisons of numbers, words and places, joined by and, or, not."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import RECORD, TINY, copy_of_tiny

from chainreel.errors import InputError
from chainreel.lecture import Lecture
from chainreel.records import record
from chainreel.records.record import Record
from chainreel.script.condition import Judge
from chainreel.script.expression import Sources

GATES = record.load(RECORD)  # product 0.012…, settings.gates 3
TOWER = Record("tower", "a run", {"activation": "relu", "head": {"kind": "linear"}, "depth": 20}, {}, {}, "")
SOURCES = Sources(
    {"gates": GATES, "tower": TOWER}, {}, {"bound": "power(sigmoid_slope_max(), gates.settings.gates)"}
)
NAMED = {"shrinks": "gates.product < 0.1", "grows": "not shrinks", "round": "turn", "turn": "round"}
JUDGE = Judge(SOURCES, Lecture.load(TINY), "slopes", ("factors", "product"), NAMED)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("", True),
        ("gates.settings.gates == 3", True),
        ("gates.settings.gates != 3", False),
        ("gates.product < 0.0125", True),
        ("gates.product <= 1e-2", False),
        ("-1 < gates.product", True),
        ("gates.product < bound", True),
        ("gates.product > power(gates.slopes.0, gates.settings.gates)", False),
        ("gates.slopes.0 >= gates.slopes.last and gates.slopes.count == 3", True),
        ("gates.product > 1 or gates.settings.gates > 2", True),
        ("gates.product > 1 and gates.product > 1 or gates.settings.gates > 2", True),
        ("gates.product > 1 and (gates.product > 1 or gates.settings.gates > 2)", False),
        ("not gates.product > 1 and gates.product < 1", True),
        ("not (gates.product < 1)", False),
        ('tower.settings.activation == "relu"', True),
        ('"tanh" != tower.settings.activation', True),
        ('tower.settings.head.kind == "conv"', False),
        ("tower.settings.activation == tower.settings.head.kind", False),
        ("shrinks", True),
        ("grows", False),
        ("shrinks and tower.settings.depth < 30", True),
        ("0 < gates.product < 0.1", True),
        ("0 < gates.product < gates.product", False),
        ("1 < gates.product < 2", False),
        ('"relu" == tower.settings.activation != tower.settings.head.kind', True),
        ("gates.slopes.0<gates.slopes.1 or not(shrinks)and shrinks or gates.settings.gates==3", True),
    ],
)
def test_a_condition_is_judged(condition: str, holds: bool) -> None:
    """Numbers by every comparison, words by == and !=, and before or, names of the script's own."""
    assert JUDGE.verdict(condition).holds is holds


def test_a_verdict_tells_the_values_it_was_judged_by() -> None:
    """Each measured value and setting once, whichever part of the condition decided."""
    verdict = JUDGE.verdict('tower.settings.depth > 30 and (shrinks or tower.settings.activation == "tanh")')
    assert verdict.facts == (
        "tower.settings.depth is 20",
        f"gates.product is {GATES.number('product').value:.6g}",
        'tower.settings.activation is "relu"',
    )


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("last() and gates.product < 0", False),
        ("first() and gates.product < 0", True),
        ("last() and grows", False),
        ("first() and grows", True),
        ("last() or grows", True),
    ],
)
def test_what_the_order_decides_has_no_values(condition: str, told: bool) -> None:
    """Where no number could change the verdict, none is told."""
    verdict = JUDGE.verdict(condition, "factors")
    assert (verdict.holds, bool(verdict.facts)) == (False, told)


@pytest.mark.parametrize(
    ("condition", "complaint"),
    [
        ("gates.produkt < 1", "nothing at 'produkt'"),
        ("gates.product > 1 and gates.produkt < 1", "nothing at 'produkt'"),
        ("gates.product < 1 or nothing.at_all < 1", "'nothing.at_all' names no number"),
        ("gates.product", "'its end' stands where one of"),
        ("gates.product <", "'its end' stands where a number is expected"),
        ("gates.product < 1 gates.product", "goes on after its end with 'gates.product'"),
        ("(gates.product < 1", r"'its end' stands where '\)' is expected"),
        ("gates.product = 1", "cannot be read from ' = 1'"),
        ("0.1.2 < 1", "cannot be read"),
        ("and", "'and' stands where a number is expected"),
        ('gates.product == "relu"', "a word is compared by == or !="),
        ('"relu" == gates.product', "'gates.product' is no setting that is a word"),
        ("shrink", r"'shrink' is no name of the script's \[conditions\]; known here: shrinks, grows"),
        ('tower.settings.activation < "relu"', "a word is compared by == or !="),
        ("tower.settings.activation == 3", "a word is compared by == or !="),
        ("round", r"the condition 'turn': the condition 'round': 'round' is no name"),
        ("after(slopes)", "takes a chapter or chapter.beat in quotes"),
        ('after("slope")', "there is no chapter 'slope'; known: slopes"),
        ('after("slopes.produkt")', "unknown beat slopes.produkt: did you mean 'product'"),
        ('after("slopes"', r"'its end' stands where '\)'"),
        ("quotient(gates.product) < 1", "no derivation"),
        ("ratio(gates.product, gates.nudge)", "is a number where a condition is expected"),
        ("ratio(gates.product) < 1", r"ratio\(a, b\) takes 2 numbers, not 1"),
        ("multiply() < 1", r"multiply\(factors\) takes 1 or more numbers, not 0"),
        ('first("slopes")', r"first\(\) takes nothing"),
        ("after()", "takes a chapter or chapter.beat in quotes"),
        ('after("slopes", "slopes")', "takes a chapter or chapter.beat in quotes"),
        ("shrinks or", "'its end' stands where a number is expected"),
        ("shrinks and or shrinks", r"'or' stands where a number is expected \(column 13\)"),
        ("gates.product < 1 < ", "'its end' stands where a number is expected"),
        ('0 < tower.settings.activation < "x"', "a word is compared by == or !="),
        ("not " * 5000 + "shrinks", "more than 60 brackets and negations"),
    ],
)
def test_what_cannot_be_judged_is_named(condition: str, complaint: str) -> None:
    """Each wrong condition is one sentence that repeats it, also where a part before it has decided."""
    with pytest.raises(InputError, match=complaint) as caught:
        JUDGE.verdict(condition)
    assert str(caught.value).startswith("the condition ")


@pytest.mark.parametrize(
    ("condition", "beat", "holds"),
    [
        ("first()", "factors", True),
        ("first()", "product", False),
        ("last()", "product", True),
        ("last()", "", False),
        ('after("slopes.factors")', "product", True),
        ('after("slopes.product")', "product", False),
        ('before("slopes.product")', "factors", True),
        ('before("slopes.factors")', "product", False),
        ('after("slopes")', "product", False),
        ('before("slopes")', "factors", False),
        ('not after("slopes.factors") or last()', "product", True),
    ],
)
def test_a_place_in_the_chapter(condition: str, beat: str, holds: bool) -> None:
    """A beat is first, last, after or before another; a chapter is not after itself."""
    assert JUDGE.verdict(condition, beat).holds is holds


@pytest.fixture
def three(tmp_path):
    """A lecture of three chapters, and its judge for the second one."""
    root = copy_of_tiny(tmp_path / "lecture")
    script = (root / "scenes" / "slopes.toml").read_text(encoding="utf-8")
    for name in ("before", "later", "absent"):
        (root / "scenes" / f"{name}.toml").write_text(script, encoding="utf-8")
    chapters = 'lecture.chapters=["before", "slopes", "later"]'

    def judge(*more: str) -> Judge:
        return Judge(
            SOURCES, Lecture.load(root, overrides=[chapters, *more]), "slopes", ("factors", "product")
        )

    return judge


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ('after("before")', True),
        ('before("before")', False),
        ('after("later")', False),
        ('before("later")', True),
        ('after("absent")', False),
        ('before("absent")', False),
        ('after("before.product")', True),
        ('before("later.factors")', True),
    ],
)
def test_a_place_in_the_lecture(three, condition: str, holds: bool) -> None:
    """Chapters compare by the lecture's order; one that is not in it is neither before nor after."""
    assert three().verdict(condition, "factors").holds is holds


def test_nothing_comes_after_a_beat_that_is_left_out(three) -> None:
    """A beat that the lecture does not show is not leant on, though its chapter is there."""
    judge = three()
    lecture = judge.lecture
    without = Lecture(**{**vars(lecture), "leave_out": ("before.product",), "beats": {"later": ["product"]}})
    judge = Judge(SOURCES, without, "slopes", ("factors", "product"))
    assert judge.verdict('after("before.factors")').holds
    assert not judge.verdict('after("before.product")').holds
    assert not judge.verdict('before("later.factors")').holds


def test_a_derivation_in_a_condition_is_told_as_it_is_written() -> None:
    """However it is spaced, so that two that say the same are one fact."""
    verdict = JUDGE.verdict("ratio(gates.product,gates.nudge)<0 and ratio( gates.product , gates.nudge ) < 0")
    (fact,) = verdict.facts
    assert fact.startswith("ratio(gates.product, gates.nudge) is ")


@given(st.text(alphabet='abc.019 ()<>=!,"ndort-#é三\n', max_size=40))
def test_any_text_is_a_condition_or_one_sentence(text: str) -> None:
    """Nothing that can be typed leads to another error than ours."""
    with contextlib.suppress(InputError):
        assert JUDGE.verdict(text).holds in (True, False)
