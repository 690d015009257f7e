"""Making of a model's film: the user's code run apart, the lecture written and handed out."""
