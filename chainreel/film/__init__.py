"""Beats to clips to film: drawn once into lossless masters, cached, in parallel, whole or not at all."""
