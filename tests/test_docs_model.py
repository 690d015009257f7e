"""The page on films of models: its example can be handed over, and its table has every field and option."""

import re
from pathlib import Path

from chainreel.command.models import model
from chainreel.model.making.running import check_target
from chainreel.model.measuring.handed import KNOWN
from chainreel.model.target import Conduct, target_of

PAGE = (Path(__file__).parent.parent / "docs" / "model.md").read_text(encoding="utf-8")


def test_the_example_on_the_page_can_be_handed_over(tmp_path: Path) -> None:
    """As it stands there."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "nets.py").write_text(code, encoding="utf-8")
    checked = check_target(target_of(str(tmp_path / "nets.py:build")), Conduct(seconds=60))
    assert not checked.refused
    assert any(sentence.startswith("Shown: what it is, 387 weights") for sentence in checked.sentences)


def test_every_field_and_option_is_on_the_page() -> None:
    """And no other."""
    fields = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert sorted(fields) == sorted(KNOWN)
    options = {name for parameter in model.params for name in parameter.opts if name.startswith("--")}
    told = set(re.findall(r"`(--[\w-]+)", PAGE)) | {"--check", "--keep"}
    assert told <= options
    assert {"--seed", "--mode", "--steps", "--set-time", "--set-memory"} <= told


def test_defaults_on_the_page_are_those_of_the_command() -> None:
    """Seed, mode, steps, time and memory."""
    conduct = Conduct()
    rows = dict(re.findall(r"^\| `(--[\w-]+)` \| (\S+)", PAGE, re.MULTILINE))
    assert rows["--seed"] == str(conduct.seed)
    assert rows["--mode"] == f"`{conduct.mode}`"
    assert rows["--steps"] == str(conduct.steps)
    assert rows["--set-time"] == f"{conduct.seconds:g}"
    assert rows["--set-memory"] == f"{conduct.gigabytes:g}"
