"""Door to the recorder of ``chainreel.recorder``, under the name that experiments know."""

from chainreel.recorder import Node, Trace, trace

__all__ = ["Node", "Trace", "trace"]
