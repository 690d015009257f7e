"""Masters to clips: a beat's stored frames in the order and for the time that its plan says."""

from __future__ import annotations

from pathlib import Path

from chainreel.film.take import Take
from chainreel.film.video import FrameReader, whole_video
from chainreel.timeline import Plan


def film_options(fps: int) -> dict[str, str]:
    """x264 for films: aq-mode 3 keeps bits for flat dark areas, a keyframe opens each clip."""
    return {
        "preset": "veryfast",
        "profile": "high",
        "crf": "18",
        "aq-mode": "3",
        "x264-params": f"keyint={10 * fps}:open-gop=0:deblock=1,1",
    }


def encode_clip(master: Path, take: Take, plan: Plan, clip: Path) -> None:
    """Encode a beat for film: H.264 High, yuv420p, BT.709, moov first, closed GOPs from a keyframe.

    Raises:
        ChainreelError: the master is shorter than the plan, or the clip cannot be written.
    """
    options = film_options(take.fps)
    with (
        FrameReader(master) as frames,
        whole_video(clip, take.width, take.height, take.fps, options) as video,
    ):
        for part in plan.parts:
            for index in range(part.first, part.first + part.frames):
                video.write(frames.at(index), part.repeat)
