"""A chapter's words: read from its script file, chosen by conditions, filled with numbers."""

from chainreel.script.filled_script import FilledBeat, FilledScript
from chainreel.script.script import ChapterScript, load_script

__all__ = ["ChapterScript", "FilledBeat", "FilledScript", "load_script"]
