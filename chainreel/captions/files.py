"""Caption files: SubRip and WebVTT, UTF-8."""

from __future__ import annotations

from collections.abc import Sequence

from chainreel.captions.caption import Caption


def srt(found: Sequence[Caption]) -> str:
    """SubRip."""
    return "\n".join(
        f"{number}\n{timestamp(c.start, ',')} --> {timestamp(c.end, ',')}\n" + "\n".join(c.lines) + "\n"
        for number, c in enumerate(found, 1)
    )


def vtt(found: Sequence[Caption], language: str) -> str:
    """WebVTT, with its language."""
    cues = [
        f"{timestamp(c.start, '.')} --> {timestamp(c.end, '.')}\n"
        + "\n".join(map(escape_markup, c.lines))
        + "\n"
        for c in found
    ]
    return "\n".join([f"WEBVTT\n\nNOTE Language: {language}\n", *cues])


def timestamp(seconds: float, point: str) -> str:
    """``hh:mm:ss,mmm``."""
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}{point}{whole % 1000:03}"


def escape_markup(line: str) -> str:
    """A line in which nothing is WebVTT's markup."""
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
