"""Images and what convolution makes of them: digits, photographs, maps, lanes."""
