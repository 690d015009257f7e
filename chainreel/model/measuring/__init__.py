"""Measuring of a model that somebody hands over: all that needs torch, in the measuring process alone."""
