"""Parts that show gradients on their way: gates, bridges, paths and products."""
