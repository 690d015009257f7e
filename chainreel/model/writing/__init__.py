"""Writing of a model's lecture: settings, experiment, scenes and scripts, from what was measured."""
