"""The product, as large as it goes."""

from chainreel.draw.motion import appear
from chainreel.scene import LectureScene


class Cover(LectureScene):
    def thumbnail(self) -> None:
        self.play(appear(self.text("product", "poster").put(960, 600, "center")))
