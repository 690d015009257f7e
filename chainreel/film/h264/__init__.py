"""H.264 in MP4: encoding through PyAV, and the bits of frames that only repeat."""
