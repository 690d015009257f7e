"""How much computing a film costs, beside plain manim and beside x264 alone: `make bench`."""
