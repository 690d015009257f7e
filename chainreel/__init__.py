"""Chainreel: machine-learning lectures in which every number is real."""

__version__ = "0.1.0"
