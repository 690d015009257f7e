"""What ``docs/targets.md`` tells of targets, and the target that it teaches to write."""

import re
from pathlib import Path
from types import ModuleType

import pytest
from published import rendered
from tiny import copy_of_tiny

from chainreel.film.clip import starts
from chainreel.film.encode import film_encoding
from chainreel.publish import targets
from chainreel.publish.rendered import Rendered

PAGE = (Path(__file__).parent.parent / "docs" / "targets.md").read_text(encoding="utf-8")


def test_every_target_has_its_row() -> None:
    """In the order in which they are made."""
    told = re.findall(r"^\| `(\w+)` \|", PAGE.split("\n## ")[0], re.MULTILINE)
    assert tuple(told) == tuple(name for name in targets.NAMES if name != "all")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The tiny lecture, rendered."""
    return rendered(copy_of_tiny(tmp_path_factory.mktemp("targets") / "lecture"))


def test_a_target_finds_what_the_page_names(made: Rendered) -> None:
    """Every expression of the table has a value, and what is told beside the clips is theirs."""
    section = PAGE.split("| Of `rendered` |")[1].split("\n\n")[0]
    taken = {row[0]: row[1] for row in re.findall(r"^\| (`.+`) \| (.+) \|$", section, re.MULTILINE)}
    assert len(taken) >= 6
    (clips,) = (told for cell, told in taken.items() if cell == "`clips`")
    known = {"rendered": made, "clip": made.clips[0], "encoding": film_encoding(made.clips[0].take.fps)}
    for expression in re.findall(r"`([^`]+)`", " ".join(taken)):
        assert eval(f"rendered.{expression}", known), expression
    for name in re.findall(r"`(\w+)`", clips):
        assert hasattr(made.clips[0], name), name


def test_a_sentence_begins_in_its_beat_and_is_captioned_then(made: Rendered) -> None:
    """Seconds of the beat, with the beat's first frame, are the captions' seconds."""
    times = [
        first / clip.take.fps + said.start
        for clip, first in zip(made.clips, starts(made.clips), strict=True)
        for said in clip.beat.narration.sentences
    ]
    captioned = [caption.start for caption in made.captions["en"]]
    assert all(any(abs(time - other) < 0.01 for other in captioned) for time in times)


def test_the_page_s_own_target_makes_its_files_once(made: Rendered) -> None:
    """An outline and a picture a beat; a second making writes nothing anew."""
    (source,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    module = ModuleType("outline")
    exec(source, module.__dict__)
    files = module.make_outline(made)
    assert [file.name for file in files] == ["outline.md", "slopes.factors.png", "slopes.product.png"]
    assert files[0].read_text("utf-8").startswith("# A chain of slopes\n\n- 0.0 s: Each gate has its slope\n")
    before = [file.stat().st_mtime_ns for file in files]
    assert [file.stat().st_mtime_ns for file in module.make_outline(made)] == before


@pytest.mark.parametrize("name", targets.TARGETS)
def test_a_target_says_what_it_makes(name: str) -> None:
    """The page's folder is the one that the target's own sentence is about."""
    assert targets.TARGETS[name].__doc__
    assert f"| `{name}` | `{name}/` |" in PAGE
