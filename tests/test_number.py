"""Numbers know their source; a float, a bool or a NaN is refused; derived ones are evaluated again."""

import copy
import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainreel import number
from chainreel.errors import UnknownNumber
from chainreel.number import Counted, Derived, Number, Recorded, cited, counted, evaluate, require_number

A = Number(0.25, Recorded("gates", "slopes.0", "3 sigmoids"))
B = Number(4.0, Recorded("gates", "slopes.1", "3 sigmoids"))
finite = st.floats(-1e6, 1e6)


@pytest.mark.parametrize("made_up", [0.25, 3, True, None, "0.25", math.nan])
def test_a_bare_value_is_refused_by_name_of_who_wanted_it(made_up: object) -> None:
    """What takes a number refuses a value without a source, and says who took it and what to do."""
    with pytest.raises(UnknownNumber, match=r"bars takes a Number.*record.*derive.*cite.*count"):
        require_number(made_up, "bars")


def test_a_number_passes_through() -> None:
    """A number with a source comes back itself."""
    assert require_number(A, "bars") is A


@pytest.mark.parametrize("value", [True, "1", None, math.nan, math.inf])
def test_only_finite_ints_and_floats_are_numbers(value: object) -> None:
    """A bool, a text, a NaN and an infinity cannot be shown as a number."""
    with pytest.raises(UnknownNumber):
        Number(value, Counted("layers"))  # type: ignore[arg-type]


def test_a_count_says_what_it_counts() -> None:
    """A count of nothing in particular is refused."""
    assert counted(3, "layers").source.describe() == {"kind": "counted", "what": "layers"}
    with pytest.raises(UnknownNumber, match="what it counts"):
        counted(3, " ")


def test_a_derived_number_lists_its_arguments() -> None:
    """A ledger row of a derived number names the function and every argument's own source."""
    described = number.ratio(A, B).source.describe()
    assert described["function"] == "ratio"
    assert [a["path"] for a in described["arguments"]] == ["slopes.0", "slopes.1"]
    assert [a["value"] for a in described["arguments"]] == [0.25, 4.0]


def test_a_derivation_refuses_floats() -> None:
    """A number that nobody measured cannot slip in through arithmetic."""
    with pytest.raises(UnknownNumber, match=r"multiply\(\)"):
        number.multiply(A, 2.0)  # type: ignore[arg-type]


@given(finite, finite)
def test_evaluating_again_gives_the_same_value(a: float, b: float) -> None:
    """A derived number, of derived numbers too, equals what its sources give today."""
    x, y = counted(a, "x"), counted(b, "y")
    for derived in (number.add(x, y), number.line(x, y, number.square(y)), number.subtract(x, y)):
        assert evaluate(derived) == derived.value


def test_evaluating_again_uncovers_a_typed_value() -> None:
    """A number that claims a derivation but holds another value differs from its evaluation."""
    forged = Number(1.0, Derived("ratio", (A, B)))
    assert evaluate(forged) == 0.0625 != forged.value


def test_one_name_means_one_derivation() -> None:
    """Other code, or only another constant, under a known name is an error."""

    def sigmoid_slope_max() -> float:
        """The largest slope of a sigmoid, at z = 0: 1/4."""
        return 0.5

    with pytest.raises(ValueError, match="two derivations"):
        number.derivation(sigmoid_slope_max)


@given(st.floats(-30, 30))
def test_the_sigmoid_slope_is_its_central_difference(z: float) -> None:
    """s'(z) agrees with a nudge, and never passes 1/4."""
    h = 1e-5
    nudged = (number.DERIVATIONS["sigmoid"](z + h) - number.DERIVATIONS["sigmoid"](z - h)) / (2 * h)
    slope = number.DERIVATIONS["sigmoid_slope"](z)
    assert slope == pytest.approx(nudged, abs=1e-10)
    assert slope <= number.sigmoid_slope_max().value


def test_numbers_survive_manims_deep_copies_as_themselves() -> None:
    """Animations copy mobjects deeply; the numbers they bear stay the same objects."""
    assert copy.deepcopy(A) is A
    assert copy.copy(A) is A


def test_a_cited_number_names_paper_and_place() -> None:
    """A figure from a paper carries both."""
    assert cited(6.43, "He et al. 2016", "Table 6").source.describe() == {
        "kind": "cited",
        "paper": "He et al. 2016",
        "place": "Table 6",
    }


@pytest.mark.parametrize("derive", [number.add, number.multiply, number.mean])
def test_nothing_is_derived_from_nothing(derive: Callable[..., Number]) -> None:
    """The product of no numbers is 1 to Python; here it would be a number without a source."""
    with pytest.raises(UnknownNumber, match=r"\(\) is given no number"):
        derive()
