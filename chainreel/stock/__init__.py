"""Stock manim scenes, anyone's: drawn by the painter in manim's own order and time, straight into a film."""
