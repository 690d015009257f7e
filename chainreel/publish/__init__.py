"""Targets made from a rendered film: slides, decks, worlds, uploads; no frame is drawn again."""
