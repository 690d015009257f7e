"""Parts on axes: plots with their lines and curves, rulers, number lines."""
