"""Frames of a scene: drawn once, each a function of its play's start, kept without loss."""
