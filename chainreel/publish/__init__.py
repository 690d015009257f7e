"""From a rendered film to what a stage needs: slides, decks, worlds, uploads; no frame is drawn again."""
