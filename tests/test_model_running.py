"""A user's code in a process of its own: whatever it does there is one sentence here."""

from pathlib import Path

import pytest

from chainreel.errors import InputError
from chainreel.model.making.running import check_target
from chainreel.model.target import Conduct, Target, source_hash_of, target_of

NETS = Path(__file__).parent / "models" / "plain_nets.py"


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        ("crashes", "crashed with SIGABRT"),
        ("leaves_at_once", "ended its process with exit code 7"),
        ("leaves", r"ends the process \(exit code 0\)"),
        ("hungry", "needs more memory than it may take: allow more with --set-memory"),
        ("breaks", r"stopped with ValueError: no such width \(plain_nets.py, line \d+\)"),
        ("lacks", "needs nowhere_to_be_found, which is not installed"),
    ],
)
def test_what_goes_wrong_in_it_is_one_sentence(function: str, sentence: str) -> None:
    """It names the function, and our process goes on."""
    with pytest.raises(InputError, match=sentence) as caught:
        check_target(Target(NETS, function), Conduct(seconds=60, gigabytes=4))
    assert str(caught.value).startswith(f"plain_nets.py:{function}")
    assert "\n" not in str(caught.value)


def test_a_hang_is_stopped() -> None:
    """After the time it was given."""
    with pytest.raises(InputError, match=r"plain_nets.py:hangs took longer than 4 s .* --set-time"):
        check_target(Target(NETS, "hangs"), Conduct(seconds=4))


def test_what_can_be_shown_is_told_before_it_runs() -> None:
    """Also of a function that prints."""
    checked = check_target(Target(NETS, "chatters"), Conduct(seconds=60))
    assert not checked.refused
    assert "Shown: what it is, 195 weights in 3 modules (0 of them frozen)." in checked.sentences
    assert any(
        sentence.startswith("Not shown: training; give a field batches") for sentence in checked.sentences
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nets", "names no function of a file"),
        ("nowhere.py:build", "there is no file nowhere.py"),
        (f"{NETS}:biuld", "did you mean 'build'"),
    ],
)
def test_a_target_that_is_none_is_refused(text: str, sentence: str) -> None:
    """With how to write one."""
    with pytest.raises(InputError, match=sentence):
        target_of(text)


def test_the_source_of_a_model_is_all_that_it_imports_beside_it(tmp_path: Path) -> None:
    """A neighbour's code counts, a comment does not."""
    file, part = tmp_path / "net.py", tmp_path / "part.py"
    file.write_text("import part\n", encoding="utf-8")
    part.write_text("WIDTH = 3\n", encoding="utf-8")
    before = source_hash_of(file)
    part.write_text("WIDTH = 3  # as wide\n", encoding="utf-8")
    assert source_hash_of(file) == before
    part.write_text("WIDTH = 4\n", encoding="utf-8")
    assert source_hash_of(file) != before
