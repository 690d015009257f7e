"""Speech: how much CPU one second of it costs in each language, the voice loaded before."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import MappingProxyType

from chainreel.voice.kokoro import Kokoro

LINES: Mapping[str, str] = MappingProxyType(
    {
        "ja": "拡大して見ると、曲線もまっすぐに見えます。",
        "en": "Zoom in on where we are, and the curve looks straight.",
    }
)
TIMES = 3


def speech() -> dict[str, float]:
    """CPU seconds for one second of speech, by language; the middle of three readings."""
    voice = Kokoro()
    return {language: _cost(voice, text, language) for language, text in LINES.items()}


def _cost(voice: Kokoro, text: str, language: str) -> float:
    voice.speak(text[: len(text) // 2], language)
    costs = []
    for _ in range(TIMES):
        begun = time.process_time()
        seconds = voice.speak(text, language).seconds
        costs.append((time.process_time() - begun) / seconds)
    return round(sorted(costs)[TIMES // 2], 2)
