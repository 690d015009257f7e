"""Voices: what is said, how it is pronounced, and when each word is heard."""
