"""The command line: ``chainreel <verb>``, one function a verb."""

from chainreel.command.command import main

__all__ = ["main"]
