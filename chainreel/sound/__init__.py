"""Sound: a beat's narration in the film's time, tones, one loudness, AAC."""
