"""Records of runs: the numbers with where they come from, measured, compared, kept fresh."""
