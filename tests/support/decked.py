"""The tiny lecture's decks, made once a test file: spoken by the draft voice, its second beat looping."""

from dataclasses import replace
from pathlib import Path

from published import rendered
from tiny import change, copy_of_tiny

from chainreel.publish.deck import make_deck
from chainreel.publish.rendered import Choices, Rendered

TALK = '\nnotes.ask.ja = "小さいでしょうか？"\nnotes.ask.en = "Is it small?"\n'


def decked(root: Path, language: str = "ja") -> Rendered:
    """A deck for a lecturer who speaks."""
    lecture = copy_of_tiny(root)
    script = lecture / "scenes" / "slopes.toml"
    script.write_text(script.read_text(encoding="utf-8") + TALK, encoding="utf-8")
    change(lecture / "lecture.toml", 'language = "en"', 'language = "en"\nloops = ["slopes.product"]')
    made = rendered(lecture, language, voice="openjtalk" if language == "ja" else None)
    make_deck(made)
    return made


def speaking(made: Rendered) -> Rendered:
    """The same lecture's deck that speaks and goes on by itself."""
    spoken = replace(made, choices=Choices(with_voice=True))
    make_deck(spoken)
    return spoken


def deck_folder(made: Rendered) -> Path:
    return made.edition.folder / ("deck-with-voice" if made.choices.with_voice else "deck")
