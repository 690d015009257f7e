"""The pinned requirements: everything that the library imports comes with them, on every Python."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

REPOSITORY = Path(__file__).parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GROUPS = {"lecture": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}


def names(lines: list[str]) -> set[str]:
    """The packages of requirement lines, as package indexes spell them."""
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match}


@pytest.mark.parametrize("group", ["lecture", "measure", "test", "slow"])
def test_what_pyproject_asks_for_is_pinned(group: str) -> None:
    """Set-up installs the pins alone (``--no-deps`` for the library): what they lack would be missing."""
    pinned = (REPOSITORY / "requirements" / f"{group}.txt").read_text(encoding="utf-8").splitlines()
    assert names(GROUPS[group]) <= names(pinned)


@pytest.mark.parametrize("group", ["lecture", "measure", "test"])
def test_the_pins_can_be_had_on_the_oldest_python_that_is_named(group: str) -> None:
    """Debian 12 has Python 3.11.2: a pin for 3.11.5 or newer leaves its users without a film."""
    oldest = PROJECT["requires-python"].removeprefix(">=") + ".0"
    pinned = (REPOSITORY / "requirements" / f"{group}.txt").read_text(encoding="utf-8").splitlines()
    exact = [re.match(r"([A-Za-z0-9._-]+)==([^;\s]+)", line) for line in pinned]
    here = [distribution(match[1]) for match in exact if match and installed(match[1]) == match[2]]
    assert len(here) > len(pinned) / 2, "the packages that are installed are not the pinned ones"
    wanted = {d.metadata["Name"]: d.metadata["Requires-Python"] or "" for d in here}
    assert {name: asked for name, asked in wanted.items() if oldest not in SpecifierSet(asked)} == {}


def installed(name: str) -> str:
    """A package's version here; nothing if it is not installed."""
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return ""


@pytest.mark.xdist_group("guard")
def test_tests_of_a_group_run_in_one_process(request: pytest.FixtureRequest) -> None:
    """Else each makes what they share: some versions of pytest and pytest-xdist lose groups in silence."""
    if getattr(request.config.option, "loadgroup", False):  # only a worker of --dist loadgroup has it
        assert request.node.nodeid.endswith("@guard")
