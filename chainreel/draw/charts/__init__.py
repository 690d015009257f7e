"""Charts: values as bars, rows, dots, areas and lines."""
