"""A beat while it is being written: its pictures and findings on a page that follows every save."""
