"""Scenes that grow: so many objects, so many plays; a part of them moves."""

from __future__ import annotations

from manim import BLUE, GREEN, RED, Scene, Square, VGroup

PLAY_SECONDS, HOLD_SECONDS = 1.0, 1.0


class Growing(Scene):  # type: ignore[misc]
    """``objects`` squares in a grid, of which every tenth turns in each of ``plays`` plays."""

    objects, plays = 60, 2

    def construct(self) -> None:
        """One beat."""
        squares = VGroup(
            *(Square(0.3, color=(RED, GREEN, BLUE)[i % 3], fill_opacity=0.6) for i in range(self.objects))
        )
        self.add(squares.arrange_in_grid(cols=20, buff=0.1))
        for number in range(self.plays):
            turning = squares[number % 10 :: 10]
            self.play(*(s.animate.rotate(1.0) for s in turning), run_time=PLAY_SECONDS)
            self.wait(HOLD_SECONDS)


def growing(objects: int, plays: int) -> type[Scene]:
    """The scene with other counts."""
    return type("Growing", (Growing,), {"objects": objects, "plays": plays})
