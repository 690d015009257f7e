"""Upload of the film as YouTube recommends: High, two B-frames, short closed GOPs, at least its bitrate.

Source: YouTube Help, "Recommended upload encoding settings". A picture that hardly moves needs fewer
bits than that; x264 then spends them on finer pictures, and what is still left is filler, as in the sound.
"""

from __future__ import annotations

from pathlib import Path

from chainreel.film.encode import Encoding, forget
from chainreel.publish.folder import TargetFolder
from chainreel.publish.rendered import Rendered
from chainreel.publish.wholefilm import film_file

# By height: Mbit/s up to 30 frames a second, and above. 2160p60 lies between YouTube's 53 and bilibili's 60.
RATES = {2160: (40, 55), 1440: (16, 24), 1080: (8, 12), 720: (5, 7.5), 480: (2.5, 4), 0: (1, 1.5)}
ABOVE = 1.02  # of the recommended rate, so that the file as a whole does not fall short of it
SOUND_RATE = 320_000  # bits a second
NAME = "upload.mp4"


def rate(height: int, fps: int) -> float:
    """YouTube's bitrate for a picture format, in Mbit/s."""
    slow, fast = next(pair for least, pair in RATES.items() if height >= least)
    return fast if fps > 30 else slow


def upload_encoding(height: int, fps: int) -> Encoding:
    """Pictures for uploads: constant bitrate, two B-frames, a closed GOP of half the frame rate."""
    kilobits = round(1000 * ABOVE * rate(height, fps))
    gop = max(1, fps // 2)
    params = (
        f"bitrate={kilobits}:vbv-maxrate={kilobits}:vbv-bufsize={kilobits}:nal-hrd=cbr:"
        f"keyint={gop}:min-keyint={gop}:scenecut=0:open-gop=0:bframes=2:b-adapt=0:b-pyramid=none"
    )
    options = {"preset": "veryfast", "profile": "high", "aq-mode": "3", "x264-params": params}
    return Encoding(options, stands=False)


def upload_file(folder: TargetFolder, rendered: Rendered) -> Path:
    """Write ``upload.mp4``: the whole film, its sound at 320 kbit/s, no edit list, the index in front."""
    take = rendered.clips[0].take
    clips = rendered.edition.clips(upload_encoding(take.height, take.fps))

    def forget_clips() -> None:  # they are as large as the upload, and nothing else is made of them
        """Remove the clips' encoded pictures."""
        for clip in clips:
            forget(clip.pictures)

    return film_file(folder, NAME, rendered, clips, SOUND_RATE, constant=True, after=forget_clips)
