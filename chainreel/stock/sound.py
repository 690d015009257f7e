"""Sound of a stock scene: what ``add_sound`` gathered, encoded and laid under the film."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import av
from manim.scene.scene_file_writer import _webm_audio_codec, convert_audio
from pydub import AudioSegment

RATE = "312k"  # manim's own
CODECS = {".mp4": ("aac", ".aac"), ".webm": (_webm_audio_codec(), ".ogg")}  # of others: as it is


def add_sound_to(film: Path, sound: AudioSegment) -> None:
    """Put the sound into a finished film, whose pictures stay as they are."""
    with TemporaryDirectory() as folder:
        track = Path(folder) / "sound.wav"
        sound.export(track, format="wav", bitrate=RATE)
        if film.suffix in CODECS:
            codec, suffix = CODECS[film.suffix]
            encoded = track.with_suffix(suffix)
            convert_audio(track, encoded, codec)
            track = encoded
        heard = film.with_name(f"{film.stem}.heard{film.suffix}")
        try:
            _join(film, track, heard)
            heard.replace(film)
        finally:
            heard.unlink(missing_ok=True)


def _join(film: Path, track: Path, joined: Path) -> None:
    with av.open(str(film)) as pictures, av.open(str(track)) as sound, av.open(str(joined), "w") as out:
        streams = [
            (source, source.streams[0], out.add_stream_from_template(source.streams[0]))
            for source in (pictures, sound)
        ]
        for source, stream, target in streams:
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.stream = target
                    out.mux(packet)
