"""Graphs of models: their boxes, ways and bridges, and what travels along them."""
