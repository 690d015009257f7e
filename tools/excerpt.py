"""An animated picture for a README out of a clip: ``python tools/excerpt.py CLIP.mp4 OUT.gif``.

Half-size frames at ten a second in one palette, each frame only where it differs from the last.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import av
from PIL import Image

RATE, WIDTH = 10, 800
COLOURS = 48


def frames(clip: Path, rate: int, width: int) -> Iterator[Image.Image]:
    """The clip's pictures, ``rate`` a second."""
    with av.open(str(clip)) as container:
        due = 0.0
        for frame in container.decode(video=0):
            if frame.time is not None and frame.time >= due:
                due += 1 / rate
                height = round(width * frame.height / frame.width)
                yield frame.to_image().resize((width, height), Image.Resampling.LANCZOS)


def strip(pictures: list[Image.Image]) -> Image.Image:
    """Pictures below one another, for colours that serve them all."""
    width, height = pictures[0].size
    made = Image.new("RGB", (width, height * len(pictures)))
    for index, picture in enumerate(pictures):
        made.paste(picture, (0, index * height))
    return made


def save(pictures: list[Image.Image], path: Path, rate: int) -> None:
    """Write them as a looping GIF; the last stands for two seconds."""
    palette = strip(pictures[:: max(1, len(pictures) // 12)]).quantize(COLOURS, dither=Image.Dither.NONE)
    flat = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    durations = [1000 // rate] * (len(flat) - 1) + [2000]
    flat[0].save(path, save_all=True, append_images=flat[1:], duration=durations, loop=0, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clip", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    save(list(frames(given.clip, RATE, WIDTH)), given.out, RATE)
    print(f"{given.out}: {given.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
