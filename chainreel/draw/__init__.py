"""Numbers in, Mobjects out: every part of the picture that shows text or data."""
