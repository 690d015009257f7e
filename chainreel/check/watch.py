"""A look at a chapter while it is built: every still, and moments of every motion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from manim import Animation, Mobject, Scene
from manim.utils.iterables import list_update

from chainreel.check import layout, sources, timing
from chainreel.check.finding import Allowance, Finding, Report
from chainreel.check.layout import Fault
from chainreel.check.picture import Picture, ScreenShape, ScreenText, layer_of, object_name, owners_in
from chainreel.check.unsaid import Read, Reads
from chainreel.draw.evidence import Evidence, evidence_in
from chainreel.draw.text.card import AnswerCard
from chainreel.frames.building import SAMPLES
from chainreel.languages.discovery import language_named
from chainreel.languages.language import Pace
from chainreel.number import Derived, Number, Recorded
from chainreel.scene import LectureScene
from chainreel.script import FilledScript
from chainreel.sound.narrator import Narrator
from chainreel.words import Words

LOOKED_UP = ("run_note", "number", "label", "label_dense")  # roles that are looked up, not read through


@dataclass(frozen=True)
class Noted:
    """A fault, when it was seen, and what holds the two objects (ids)."""

    fault: Fault
    when: str
    first: frozenset[int]
    second: frozenset[int]

    def allowed_by(self, one: Mobject, other: Mobject) -> bool:
        """Whether an exception for these two objects covers it."""
        straight = id(one) in self.first and id(other) in self.second
        return straight or (id(other) in self.first and id(one) in self.second)


class Watch:
    """The hooks of a ``BuildRenderer``: they gather findings, beat by beat."""

    def __init__(self, fps: int, narrator: Narrator, reads: Reads | None = None) -> None:
        self.fps, self.narrator, self.reads = fps, narrator, reads or Reads()
        self.findings: list[Finding] = []
        self.allowances: list[Allowance] = []
        self.seen_texts: set[str] = set()  # plain, of all pictures so far
        self._begin()

    @property
    def report(self) -> Report:
        """What was found so far."""
        return Report.of(self.findings, self.allowances)

    def _begin(self) -> None:
        self._noted: dict[tuple[str, int, int], Noted] = {}
        self._seen: sources.SeenNumbers = {}
        self._resting: tuple[int, list[ScreenShape]] = (-1, [])

    # --- the hooks -----------------------------------------------------------------------------

    def begin(self, _beat: str) -> None:
        """A beat that is watched begins: what left-out beats have read before it is nobody's."""
        self.reads.forget()

    def motion(self, scene: Scene, alpha: float) -> None:
        """A moment of a play."""
        play = len(scene.renderer.segments)  # type: ignore[union-attr]
        owners = owners_in(standing(scene))
        if self._resting[0] != play:
            self._resting = (play, layer_of(scene.static_mobjects, owners))
        moving = {id(m) for a in scene.animations or () for m in moved_by(a)}
        shapes = [*self._resting[1], *layer_of(scene.moving_mobjects, owners)]
        picture = Picture(shapes, background_of(scene))
        self._see(scene, picture)
        faults = layout.motion_faults(picture, moving, alpha == SAMPLES[0])
        self._note(faults, f"at {alpha:g} of play {play}")

    def still(self, scene: Scene, beat: str) -> None:
        """The end of a beat: judge it, and all that was seen on the way."""
        assert isinstance(scene, LectureScene)
        picture = screen_of(scene)
        self._see(scene, picture)
        self.reads.end_beat(beat)
        self._note(layout.still_faults(picture), "")
        self._settle(scene)
        for rule, objects, message in whole_beat_complaints(scene, picture, self._seen):
            self.findings.append(Finding(*where(scene, beat), rule, objects, message))
        segments = scene.renderer.segments  # type: ignore[union-attr]
        answered = any(isinstance(m, AnswerCard) for m in scene.mobjects)
        self.findings += timing.time_findings(
            scene.script, scene.beat, segments, self.fps, answered, self.narrator
        )
        self._begin()

    # --- what they gather ------------------------------------------------------------------------

    def settle_reads(self, script: FilledScript) -> None:
        """After the last beat: find the numbers that parts were drawn from and never stated."""
        self.findings += sorted(unsaid_findings(script, self.reads.unsaid()))

    def _see(self, scene: Scene, picture: Picture) -> None:
        self.seen_texts |= {plain_text(text) for text in picture.texts}
        self.reads.see(scene.mobjects)
        sources.see(self._seen, evidence_in(*scene.mobjects))
        sources.see(self._seen, (e for text in picture.texts for e in stated_numbers(text)))

    def _note(self, faults: Iterator[Fault], when: str) -> None:
        for fault in faults:
            key = (fault.rule, id(fault.first.mobject), id(fault.second.mobject))
            if key not in self._noted or not when:
                first, second = fault.first.ancestors(), fault.second.ancestors()
                self._noted[key] = Noted(fault, when, first, second)

    def _settle(self, scene: LectureScene) -> None:
        """Turn the beat's faults into findings, one for objects of the same names, but for exceptions."""
        place = where(scene, scene.beat.name)
        asked = [a for a in scene.allowed if a[2] == scene.beat.name]
        told: dict[tuple[str, tuple[str, ...]], Noted] = {}
        for noted in sorted(self._noted.values(), key=lambda noted: bool(noted.when)):
            if not any(noted.allowed_by(one, other) for one, other, _, _ in asked):
                told.setdefault((noted.fault.rule, noted.fault.names), noted)
        self.findings += [finding(scene, place, noted) for noted in told.values()]
        for one, other, _, reason in asked:
            self._excuse(place, one, other, reason)

    def _excuse(self, place: tuple[str, str, str], one: Mobject, other: Mobject, reason: str) -> None:
        """List an exception, or find that it is not needed."""
        names = tuple(object_name(m) for m in dict.fromkeys((one, other)))
        if any(noted.allowed_by(one, other) for noted in self._noted.values()):
            self.allowances.append(Allowance(*place, names, reason))
        else:
            message = "the scene allows what does not happen: take the exception away"
            self.findings.append(Finding(*place, "allowance", names, message))


def unsaid_findings(script: FilledScript, unsaid: Iterable[tuple[str, Read]]) -> Iterator[Finding]:
    """A finding for each part and function that reads what the part never states, with one such number."""
    told = set[tuple[str, str, str]]()
    for beat, read in unsaid:
        part = object_name(read.parts[-1]) if read.parts else "the scene"
        if (beat, part, read.function) not in told:
            told.add((beat, part, read.function))
            by = f"{read.function}, line {read.line}"
            message = (
                f"is drawn from {describe(read.number)} (read by {by}), but never states it: "
                "bear() it on the piece whose length, place or shade it is"
            )
            yield Finding(script.chapter, beat, script.language, "unsaid number", (part,), message)


def describe(number: Number) -> str:
    """A number's value and where it comes from, in a few words."""
    source = number.source
    if isinstance(source, Recorded):
        return f"{source.record}.{source.path} = {number.value:.4g}"
    if isinstance(source, Derived):
        return f"{source.function}() = {number.value:.4g}"
    return f"{number.value:.4g}"


def where(scene: LectureScene, beat: str) -> tuple[str, str, str]:
    """Chapter, beat and language, for a finding."""
    return scene.script.chapter, beat, scene.script.language


def finding(scene: LectureScene, place: tuple[str, str, str], noted: Noted) -> Finding:
    """A fault as a finding, with when it was seen and in which theme."""
    fault = noted.fault
    theme = "" if scene.look.theme.name == "dark" or fault.rule != "contrast" else " in the light theme"
    when = f" ({noted.when})" if noted.when else ""
    return Finding(*place, fault.rule, fault.names, f"{fault.message}{theme}{when}")


def screen_of(scene: Scene) -> Picture:
    """The scene as it stands."""
    return Picture(layer_of(standing(scene), owners_in(standing(scene))), background_of(scene))


def standing(scene: Scene) -> list[Mobject]:
    """The objects of the scene, in the order in which they are drawn."""
    return cast("list[Mobject]", list_update(scene.mobjects, scene.foreground_mobjects))


def background_of(scene: Scene) -> str:
    """The colour behind everything in a lecture's scene."""
    return str(getattr(scene, "look").theme.bg)  # noqa: B009  manim's type does not know it


def moved_by(animation: Animation) -> Iterator[Mobject]:
    """Everything that an animation, or one within it, changes."""
    for inner in getattr(animation, "animations", ()):
        yield from moved_by(inner)
    for mobject in animation.get_all_mobjects():
        yield from cast("Mobject", mobject).get_family()


def stated_numbers(text: ScreenText) -> Iterator[Evidence]:
    """The numbers that a text states, whatever it noted of them."""
    words: Any = getattr(text.mobject, "words", None)
    for shown in words.shown if isinstance(words, Words) else ():
        yield Evidence(shown.number, "text", shown.text)


def plain_text(text: ScreenText) -> str:
    """What a text on the screen reads, if it is one of words."""
    words: Any = getattr(text.mobject, "words", None)
    return words.plain if isinstance(words, Words) else ""


def whole_beat_complaints(
    scene: LectureScene, picture: Picture, seen: sources.SeenNumbers
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Rule, objects and message of what concerns a beat as a whole."""
    pace = language_named(scene.script.language).pace
    length = reading_length(picture.texts, pace)
    if length > pace.a_screen:  # twice what one can take in
        message = f"{length} {pace.unit} stand there at once, {pace.a_screen // 2} can be read"
        yield "too much text", (), message
    rows = scene.ledger_rows(scene.beat.name)
    for rule, message in sources.number_complaints(seen, rows, scene.script.sources.records):
        yield rule, (), message


def reading_length(texts: Sequence[ScreenText], pace: Pace) -> int:
    """How much there is to read, without numbers, labels and small print."""
    read = [t.mobject for t in texts if getattr(t.mobject, "role", "") not in LOOKED_UP]
    words = [w for w in (getattr(m, "words", None) for m in read) if isinstance(w, Words)]
    return sum(pace.read("".join(w.strings)) for w in words)
