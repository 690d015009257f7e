"""Every example of manim's documentation gives the film that manim writes of it; none is refused."""

from pathlib import Path

import manim
import pytest
from manim_examples import examples
from stock_oracle import Written, require_same, written_by_manim, written_by_us

TINY = {"pixel_width": 160, "pixel_height": 90, "frame_rate": 8, "dry_run": True}
PARTS = 12  # each a test, so that processes can share them
LEAST = 0.3  # of a part's examples are films: some need LaTeX, some are no scene
# What manim itself cannot run: LaTeX or sounds that are not here, doctest prompts, names of a notebook.
CANNOT_RUN = (OSError, SyntaxError, NameError)


def outcome(name: str, code: str, folder: Path) -> str:
    """ "same", "cannot run: why" or "differs: how"."""

    def make() -> type[manim.Scene]:
        names = vars(manim).copy()
        exec(compile(code, name, "exec"), names)
        return names[name]

    try:
        manims: Written = written_by_manim(make, folder, **TINY)
    except CANNOT_RUN as error:
        return f"cannot run: {type(error).__name__}: {error}"
    try:
        require_same(manims, written_by_us(make, folder, **TINY))
    except AssertionError as error:
        return f"differs: {str(error)[:200]}"
    return "same"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_example_is_manim_s_film(part: int, tmp_path: Path) -> None:
    """Time, chance, space and several views included: whatever manim can run is the same, frame by frame."""
    some = list(examples())[part::PARTS]
    found = {name: outcome(name, code, tmp_path) for name, code in some}
    assert {name: said for name, said in found.items() if said.startswith("differs")} == {}
    assert sum(said == "same" for said in found.values()) >= len(some) * LEAST
