"""Captions: the words said, in lines short enough to read, at the times of the voice."""
