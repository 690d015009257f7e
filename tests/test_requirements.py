"""The pinned requirements: everything that the library imports comes with them, on every Python."""

import re
import tomllib
from pathlib import Path

import pytest

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


@pytest.mark.xdist_group("guard")
def test_tests_of_a_group_run_in_one_process(request: pytest.FixtureRequest) -> None:
    """Else each makes what they share: some versions of pytest and pytest-xdist lose groups in silence."""
    if getattr(request.config.option, "loadgroup", False):  # only a worker of --dist loadgroup has it
        assert request.node.nodeid.endswith("@guard")
