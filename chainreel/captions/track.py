"""Caption track of an MP4: 3GPP timed text (mov_text)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import av
from av.subtitles.stream import SubtitleStream

from chainreel.captions.caption import Caption
from chainreel.languages.discovery import language_named

MILLISECONDS = Fraction(1, 1000)
# The encoder wants a style in the words of SubStation Alpha, of which it makes the track's.
STYLE = """[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
MarginR, MarginV, Encoding
Style: Default,Sans-Serif,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def add_captions(container: av.container.OutputContainer, language: str) -> SubtitleStream:
    """A mov_text stream with its language tag."""
    stream = container.add_stream("mov_text")
    assert isinstance(stream, SubtitleStream)
    stream.metadata["language"] = language_named(language).locale.iso639
    stream.codec_context.subtitle_header = STYLE.encode()
    stream.time_base = MILLISECONDS
    return stream


def packets(stream: SubtitleStream, found: Sequence[Caption]) -> Iterator[av.Packet[SubtitleStream]]:
    """The captions, each with its time."""
    for caption in found:
        text = "\n".join(caption.lines).encode()
        packet: Any = av.Packet(struct.pack(">H", len(text)) + text)
        packet.stream, packet.time_base = stream, MILLISECONDS
        packet.pts = packet.dts = round(caption.start * 1000)
        packet.duration = round(caption.end * 1000) - packet.pts
        yield packet
