"""Rolling of a recorded pass into a graph of few boxes, of the whole model or of one box's inside."""

from chainreel.graph.rolling.roll import open_box, roll, roll_to_fit

__all__ = ["open_box", "roll", "roll_to_fit"]
