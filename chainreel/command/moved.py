"""Flags that became verbs: what is said to those who still write them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chainreel.errors import InputError

VERBS = (
    "new", "render", "model", "list", "check", "stills", "watch", "scene", "read", "lines", "measure",
    "records",
)  # fmt: skip
MOVED = {
    "--list": "chainreel list",
    "--check": "chainreel check",
    "--read": "chainreel read CHAPTER",
    "--to-record": "chainreel lines",
    "--remeasure": "chainreel measure",
    "--accept": "chainreel measure --accept",
    "--stills": "chainreel stills FOLDER",
    "--frames": "chainreel stills FOLDER --frames N",
}


def new_place(flag: str) -> str:
    """A sentence that names the verb instead of a flag that moved; nothing for any other flag."""
    return f"{flag} moved: write {MOVED[flag]}" if flag in MOVED else ""


def require_chapters(selection: Sequence[str], chapters: Collection[str]) -> None:
    """Refuse a verb where a chapter belongs, as in ``python render.py check``.

    Raises:
        InputError: naming the command to write.
    """
    for name in selection:
        if name in VERBS and name not in chapters:
            raise InputError(f"{name!r} is a verb, not a chapter: write chainreel {name}")
