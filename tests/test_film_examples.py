"""Manim's own documentation examples, drawn by the painter and by manim's camera."""

import re
from collections import Counter

import manim
import pytest
from film_compare import ComparedRenderer
from film_scenes import manim_for
from manim_examples import examples

from chainreel.errors import ChainreelError
from chainreel.lecture import Quality

TINY = Quality("tiny", 320, 180, 10)
EVERY = 5  # frames of a motion from one that is compared to the next; stills always are
LEAST = 60
IMPURE = re.compile(r"counts time|accumulates|remembers earlier frames")
OWN_CAMERAS = re.compile(r"(ThreeDCamera|MultiCamera) draws, as slowly as it does")
# What no renderer could run here: LaTeX that is not installed, doctest prompts, names of a notebook.
CANNOT_RUN = {
    FileNotFoundError: r"'latex'",
    SyntaxError: r"invalid syntax",
    NameError: r"'OpenGL\w+'|'Any'",
}


def outcome(name: str, code: str) -> str:
    """ "same", "handed over", "refused: why", "cannot run: why" or "differs: by how much"."""
    renderer = ComparedRenderer(every=EVERY)
    try:
        names = vars(manim).copy()
        with manim_for(TINY):  # around the code too: some examples set the colour behind everything
            exec(compile(code, name, "exec"), names)
            play_with_its_end(renderer, names[name])
    except ChainreelError as error:
        return f"refused: {error}"
    except tuple(CANNOT_RUN) as error:
        return f"cannot run: {type(error).__name__}: {error}"
    if not renderer.difference.frames:
        return "handed over"
    return "same" if renderer.difference.same else f"differs: {renderer.difference}"


def play_with_its_end(renderer: ComparedRenderer, scene_class: type[manim.Scene]) -> None:
    """As manim runs a scene; the picture it ends on is drawn even if nothing moved."""
    scene = scene_class(renderer=renderer)
    scene.setup()
    renderer.begin_beat(scene, "only")
    scene.construct()
    scene.wait(0.1)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str]:
    """What became of each example; also printed, for those who run this with ``-s``."""
    found = {name: outcome(name, code) for name, code in examples()}
    print(Counter(said.partition(":")[0] for said in found.values()))
    return found


def those(outcomes: dict[str, str], kind: str) -> dict[str, str]:
    return {name: said for name, said in outcomes.items() if said.startswith(kind)}


@pytest.mark.slow
@pytest.mark.xdist_group("examples")
def test_manim_s_own_examples_have_manim_s_pixels(outcomes: dict[str, str]) -> None:
    """At least 60 scenes out of manim's documentation, and no one of all that can be run differs."""
    assert those(outcomes, "differs") == {}
    assert len(those(outcomes, "same")) >= LEAST


@pytest.mark.slow
@pytest.mark.xdist_group("examples")
def test_only_examples_whose_frames_are_no_function_of_time_are_refused(outcomes: dict[str, str]) -> None:
    """A refusal says what in the scene counts time, accumulates or remembers."""
    for said in those(outcomes, "refused").values():
        assert IMPURE.search(said)
    assert those(outcomes, "refused")


@pytest.mark.slow
@pytest.mark.xdist_group("examples")
def test_examples_that_nobody_could_run_here_are_not_hidden(outcomes: dict[str, str]) -> None:
    """What is left out needs LaTeX or OpenGL, or is no Python: never a fault of the renderer."""
    for said in those(outcomes, "cannot run").values():
        kind, _, why = said.removeprefix("cannot run: ").partition(": ")
        assert any(kind == k.__name__ and re.search(pattern, why) for k, pattern in CANNOT_RUN.items()), said


@pytest.mark.slow
def test_examples_in_space_and_in_several_views_are_handed_over(caplog: pytest.LogCaptureFixture) -> None:
    """Cameras that draw in their own way do so, and the log says which."""
    wanted = ("ExampleSphere", "UseZoomedScene")
    found = {name: outcome(name, code) for name, code in examples() if name in wanted}
    assert found == dict.fromkeys(wanted, "handed over")
    assert [bool(OWN_CAMERAS.search(line)) for line in caplog.messages] == [True, True]
