"""A chapter as a scene: what a lecture's own scenes are written on."""

from chainreel.scene.lecture_scene import LectureScene

__all__ = ["LectureScene"]
