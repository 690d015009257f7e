"""The choice of a voice: ``--voice`` and the table ``[voice]`` of a lecture file.

[voice]
speed = 1.0                              # 0.5 to 2; speed.ja = 1.1 for one language
kokoro.ja = "jf_alpha"                   # a file of the library's voices/, or of the lecture's own
kokoro.en = "am_michael"
voicevox.speaker = 3
voicevox.credit = "VOICEVOX:ずんだもん"    # what the character's terms ask for
voicevox.port = 50021
recordings.folder = "recordings"
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chainreel.errors import InputError, did_you_mean
from chainreel.lecture import VOICES, require_known
from chainreel.voice.cache import Cached
from chainreel.voice.kokoro import DEFAULTS, Kokoro, read_style
from chainreel.voice.openjtalk import OpenJTalk
from chainreel.voice.recordings import Recordings
from chainreel.voice.silent import Silent
from chainreel.voice.spoken import Voice
from chainreel.voice.voicevox import PORT, Voicevox

KEYS: dict[str, tuple[type, ...]] = {
    "speed": (int, float), "speed.ja": (int, float), "speed.en": (int, float),
    "kokoro.ja": (str,), "kokoro.en": (str,), "voicevox.speaker": (int,),
    "voicevox.credit": (str,), "voicevox.port": (int,), "recordings.folder": (str,),
}  # fmt: skip


def open_voice(
    name: str,
    table: Mapping[str, Any],
    root: Path,
    cache_dir: Path,
    where: str = "[voice]",
    language: str = "",
) -> Voice:
    """The voice called ``name`` with the settings of a lecture file's ``[voice]``, kept in ``cache_dir``.

    It speaks at the speed of ``language``, if that has one of its own.

    Raises:
        InputError: an unknown voice, a setting that is unknown or of the wrong kind, or one that is missing.
    """
    require_known(where, "voice", name, VOICES)
    settings = settings_by_key(table, where)
    if name == "none":
        return Silent()
    key = f"speed.{language}" if f"speed.{language}" in settings else "speed"
    speed = float(settings.get(key, 1.0))
    if not 0.5 <= speed <= 2:
        raise InputError(f"{where}: {key} is {speed:g}; choose between 0.5 and 2")
    if name == "recordings":
        return Recordings(root / settings.get("recordings.folder", "recordings"))
    return Cached(engine(name, settings, speed, root, where), cache_dir / "speech")


def engine(name: str, settings: Mapping[str, Any], speed: float, root: Path, where: str) -> Voice:
    """A voice that synthesises, with its settings.

    Raises:
        InputError: a setting that it needs is missing, or a Kokoro voice is not there.
    """
    if name == "openjtalk":
        return OpenJTalk(speed)
    if name == "voicevox":
        for key in ("voicevox.speaker", "voicevox.credit"):
            if key not in settings:
                raise InputError(f"{where}: the voice voicevox needs {key}: write it into [voice]")
        port = settings.get("voicevox.port", PORT)
        return Voicevox(settings["voicevox.speaker"], settings["voicevox.credit"], speed, port)
    voices = {language: settings.get(f"kokoro.{language}", DEFAULTS[language]) for language in DEFAULTS}
    for voice in voices.values():
        read_style(voice, root / "voices")
    return Kokoro(voices, speed, root / "voices")


def settings_by_key(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The table's settings by dotted key."""
    settings: dict[str, Any] = {}
    for key, value in table.items():
        inner = value if isinstance(value, Mapping) else {"": value}
        settings.update({f"{key}.{name}" if name else key: v for name, v in inner.items()})
    for key, value in settings.items():
        if key not in KEYS:
            hint = did_you_mean(key, KEYS) or f"known: {', '.join(KEYS)}"
            raise InputError(f"{where} has an unknown key {key!r}; {hint}")
        if not isinstance(value, KEYS[key]) or isinstance(value, bool):
            kind = "a text" if str in KEYS[key] else "a number"
            raise InputError(f"{where}: {key} is {value!r}, expected {kind}")
    return settings
