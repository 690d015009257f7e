"""Voices: what is said, how it is pronounced, and when each word is heard."""

import os

# ONNX Runtime, once it is imported, keeps a database of what it was used for in the home folder.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
