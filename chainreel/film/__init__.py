"""Film of a lecture: beats drawn once into lossless masters, clips and films made from them, in parallel."""
