"""Scenes of a model's film, a chapter each, which a generated lecture's own scenes inherit from."""
