"""The ground that parts stand on: how they are posed, staged, moved and cut."""
