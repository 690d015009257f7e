"""What stands between braces: records, derivations, citations, counts and the script's own names."""

import re

import pytest
from tiny import RECORD

from chainreel.errors import InputError
from chainreel.number import (
    DERIVATIONS,
    LIMITLESS,
    Cited,
    Counted,
    Derived,
    Recorded,
    cited,
    limits_of,
)
from chainreel.records import record
from chainreel.script.expression import Sources, placeholder
from chainreel.script.grammar import read_expression

SOURCES = Sources(
    {"gates": record.load(RECORD)},
    {"resnet110": cited(6.43, "He et al. 2016", "Table 6")},
    {
        "whole": "multiply(gates.slopes.0, gates.slopes.1, gates.slopes.2)",
        "bound": "power(peak, gates.settings.gates)",
        "peak": "sigmoid_slope_max()",
        "turn": "round",
        "round": "turn",
    },
)


def test_a_record_path_is_its_number() -> None:
    """A path reads the value with its record, path and run."""
    number = SOURCES.number("gates.slopes.1")
    assert number.source == Recorded("gates", "slopes.1", "3 sigmoids in a chain · x = 0.5")
    assert number.value == SOURCES.records["gates"].array("slopes")[1]


def test_settings_are_numbers_too() -> None:
    """What the run depended on can be shown."""
    assert SOURCES.number("gates.settings.gates").value == 3


def test_names_of_the_script_may_build_on_each_other() -> None:
    """A name stands for an expression, which may use other names."""
    assert SOURCES.number("bound").value == 0.25**3
    assert SOURCES.number("whole").value == pytest.approx(SOURCES.number("gates.product").value, rel=1e-15)


def test_derivations_nest() -> None:
    """A derived number keeps the whole tree of its sources."""
    number = SOURCES.number("ratio(add(gates.slopes.0, gates.slopes.1), gates.slopes.2)")
    assert isinstance(number.source, Derived)
    assert number.source.function == "ratio"
    assert isinstance(number.source.arguments[0].source, Derived)


def test_citations_and_counts() -> None:
    """A cited figure brings its paper, a count what it counts; a count may be a fraction."""
    assert SOURCES.number("cited.resnet110").source == Cited("He et al. 2016", "Table 6")
    assert SOURCES.number("#3 gates, all alike").source == Counted("gates, all alike")
    assert SOURCES.number("#0.5 x").value == 0.5


def test_a_placeholder_shows_a_number_in_a_style() -> None:
    """The style follows the last colon; the part's name is the expression."""
    shown = placeholder("gates.product:.3f", SOURCES, "en")
    assert (shown.text, shown.part, shown.style) == ("0.012", "gates.product", ".3f")


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        ("gate.product", "'gate.product' names no number; known here: .*gates"),
        ("gates", "'gates' names no number"),
        ("gates.produkt", r"record gates has nothing at 'produkt'.*product"),
        ("gates.slopes.3", "points outside"),
        ("gates.slopes", "not one number"),
        ("cited.vgg", "names no number; known here: .*cited.resnet110"),
        ("quotient(gates.product, gates.nudge)", r"quotient\(\), which is no derivation; known: add"),
        ("ratio(gates.product)", "cannot be computed"),
        ("ratio(gates.product, subtract(gates.product, gates.product))", "cannot be computed"),
        ("ratio(gates.product, gates.nudge", "lacks a closing bracket"),
        ("ratio(gates.product, gates.nudge))", r"goes on after its end with '\)'"),
        ("gates.product gates.nudge", "goes on after its end"),
        ("", "is no number"),
        ("add(,)", "is no number"),
        ("0.25", "cannot be read from '0.25'"),
        ("gates.product * x", "cannot be read from ' "),
        ("turn", "names no number"),
        ("#-3 gates", "'#-3 gates' counts less than nothing"),
        ("#3", "'#3' is no count: write a number and what it counts"),
        ("#many gates", "is no count"),
        ('ratio(gates.product, "gates")', '"gates" is a word where a number is expected'),
        ("power(gates.product, 2)", r"cannot be read from ' 2\)' on \(column 22\)"),
        ("ratio(gates.product, gates.slopes.9)", "points outside"),
        ("(" * 1000 + "gates.product" + ")" * 1000, "more than 60 brackets"),
    ],
)
def test_what_cannot_be_read_is_named(expression: str, complaint: str) -> None:
    """Each wrong expression is refused in one sentence that repeats it; a typed number is one of them."""
    with pytest.raises(InputError, match=complaint):
        SOURCES.number(expression)


@pytest.mark.parametrize(
    ("expression", "column"),
    [
        ("gates.product gates.nudge", 15),
        ("ratio(gates.product, gates.nudge))", 34),
        ("ratio(, gates.nudge)", 7),
        ("gates.product * x", 15),
        ("ratio(gates.product, 0.5)", 22),
    ],
)
def test_the_place_of_a_slip_is_told(expression: str, column: int) -> None:
    """The column is the one where the text stops to make sense, counted from 1."""
    with pytest.raises(InputError, match=rf"\(column {column}\)"):
        SOURCES.number(expression)


def test_blanks_between_the_parts_do_not_matter() -> None:
    """The same tree, however it is spaced, and told in one way."""
    assert str(read_expression(" ratio( a.b.0 ,c ) ")) == "ratio(a.b.0, c)"
    assert read_expression("ratio(a.b.0,c)") == read_expression("\tratio (a.b.0,\n c)")


@pytest.mark.parametrize("name", sorted(DERIVATIONS))
def test_a_derivation_is_given_as_many_numbers_as_it_takes(name: str) -> None:
    """One too few or too many is refused with both counts; where any count is taken, none is too few."""
    least, most = limits_of(DERIVATIONS[name])
    for count in {least - 1, most + 1} - {-1, LIMITLESS}:
        call = f"{name}({', '.join(['gates.product'] * int(count))})"
        with pytest.raises(InputError, match=rf"'{re.escape(call)}' cannot be computed: .* not {count}$"):
            SOURCES.number(call)
    assert isinstance(SOURCES.number(f"{name}({', '.join(['gates.product'] * least)})").value, float)
