"""Text that is drawn: letters, formulas and figures, set with the library's own fonts."""
