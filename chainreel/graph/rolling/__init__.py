"""Rolling of a recorded pass into a graph of few boxes: ``roll`` the model, ``open_box`` a box of it."""

from chainreel.graph.rolling.roll import open_box, roll

__all__ = ["open_box", "roll"]
