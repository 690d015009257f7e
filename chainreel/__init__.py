"""Chainreel: machine-learning lectures in which every number is real."""
