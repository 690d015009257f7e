"""A chapter as a scene: one method a beat, one segment a play, numbers from records only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, cast

from manim import Animation, Mobject, Scene, Wait
from manim.animation.animation import prepare_animation

from chainreel.draw.evidence import Evidence, evidence_in
from chainreel.draw.motion import appear, leave
from chainreel.draw.part.room import Shrinking, below
from chainreel.draw.text.card import ANSWER_ROLES, AnswerCard, QuestionCard
from chainreel.draw.text.layout import place
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import ChainreelError, InputError, named_in_errors
from chainreel.lecture.exits import refused_exits
from chainreel.ledger import LedgerRow
from chainreel.number import Number, counted
from chainreel.pitch import heard_in
from chainreel.records.record import Record
from chainreel.scene import beat_script
from chainreel.scene.foreign import require_drawn
from chainreel.scene.left_parts import NotOnStage, absence, declared_parts, unknown_part
from chainreel.scene.numbers_shown import NumbersShown
from chainreel.script import FilledBeat, FilledScript
from chainreel.show import Shown, show
from chainreel.theme import RUN_NOTE_BASELINE, TITLE_BASELINE, Look
from chainreel.timeline import Segment, seconds_to_frames
from chainreel.words import Words

QUESTION_STANDS = 1.0  # seconds, at the least: the words usually ask for longer


class BeatRenderer(Protocol):
    """What a scene tells its renderer beyond manim's own protocol.

    With every play goes its ``segment``: the renderer does not ask manim's clock for its length.
    """

    drawing: bool

    def begin_beat(self, scene: Scene, beat: str) -> None:
        """A beat of the scene begins."""

    def end_beat(self, scene: Scene, beat: str, rows: Sequence[LedgerRow] = ()) -> None:
        """A beat of the scene has come to its still; ``rows`` are the numbers that its picture showed."""


class LectureScene(Scene):
    """A chapter. Each beat of its script is a method of the same name, called in the script's order.

    A beat begins with the picture the last one ended on, and ends on a still. Beats that the lecture
    leaves out are built without being drawn where later ones need their picture. What a beat leaves on the
    stage for later ones is an attribute that the chapter's class annotates: ``ruler: Ruler``.
    """

    _beat: FilledBeat | None = None

    def __init__(self, *, renderer: Any, script: FilledScript, look: Look, fps: int, number: int = 1) -> None:
        super().__init__(renderer=renderer)
        self.script, self.look, self.fps = script, look, fps
        self.chapter_number = number
        self.allowed: list[tuple[Mobject, Mobject, str, str]] = []
        self._numbers = NumbersShown(script)
        self._titles: list[Mobject] = []
        self._unseen: list[Mobject] = []  # what a left-out beat has left, until this one says what it keeps
        self._notes: list[Mobject] = []
        self.camera.background_color = look.theme.bg  # type: ignore[union-attr]
        self.camera.init_background()  # type: ignore[union-attr]

    # --- the run of the chapter -------------------------------------------------------------

    def construct(self) -> None:
        self.perform(self.script.shown_beats)

    def perform(self, wanted: Collection[str]) -> None:
        """Run the beats up to the last wanted one; only the wanted are drawn, the others are built."""
        left = set(wanted)
        for beat in self.script.beats:
            if not left:
                return
            self._run(beat, beat.name in left)
            left.discard(beat.name)

    def _run(self, beat: FilledBeat, drawing: bool) -> None:
        self._beat = beat
        self._numbers.begin(beat.name)
        stage: BeatRenderer = self.renderer  # type: ignore[assignment]
        stage.drawing = drawing
        unseen = self._set_aside() if self._follows_a_left_out(beat) else []
        self._note_numbers()
        stage.begin_beat(self, beat.name)
        if beat.name == self.script.opens_at:
            self.open_with_question()
        self._unseen = unseen
        with named_in_errors(self.where), refused_exits("scenes"):
            self._method(beat.name)()
        if beat.name == self.script.closes_at:
            self.close_with_answer(cue="answer" if "answer" in beat.cues else None)
        stage.end_beat(self, beat.name, self.ledger_rows(beat.name))

    def _follows_a_left_out(self, beat: FilledBeat) -> bool:
        """Whether the lecture shows a beat and not the one before, on whose picture it goes on."""
        shown, before = self.script.shown_beats, self.script.beats[: self.script.beats.index(beat)]
        return beat.name in shown and bool(before) and before[-1].name not in shown

    def _set_aside(self) -> list[Mobject]:
        """Clear the stage of what left-out beats have built."""
        standing = list(self.mobjects)
        self.remove(*standing)
        return standing

    def _bring_in(self, keep: Collection[int] | None = None) -> None:
        """Show the picture that nobody has seen and the beat goes on from: what of it (ids) it keeps."""
        unseen, self._unseen = self._unseen, []
        wanted = [m for m in unseen if m not in self.mobjects and (keep is None or id(m) in keep)]
        if wanted:
            self.play(*(appear(mobject, rise=0.0) for mobject in wanted))

    def _method(self, beat: str) -> Callable[[], None]:
        method = getattr(type(self), beat, None)
        if method is None:
            raise InputError(
                f"the script of {self.script.chapter} has a beat {beat!r}, but its scene has no such method"
            )
        return lambda: method(self)

    if not TYPE_CHECKING:  # or no checker would find a wrong name

        def __getattr__(self, name: str) -> NoReturn:
            """Say which part an author asks for that no beat has left.

            Raises:
                NotOnStage: the chapter declares the part, and no beat before has left it.
                AttributeError: there is no such part at all.
            """
            declared = declared_parts(type(self), LectureScene)
            if self._beat is None or name.startswith("_"):
                raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
            if name not in declared:
                raise AttributeError(unknown_part(name, {*dir(self), *declared}))
            beats = [beat.name for beat in self.script.beats]
            earlier = beats[: beats.index(self.beat.name)]
            raise NotOnStage(f"{self.where}: {absence(name, earlier)}")

    # --- what its script says -----------------------------------------------------------------

    @property
    def beat(self) -> FilledBeat:
        """The beat that is running."""
        if self._beat is None:
            raise ChainreelError("no beat is running: words and numbers belong to a beat")
        return self._beat

    @property
    def where(self) -> str:
        """The place, for messages: chapter.beat and language."""
        return f"{self.script.chapter}.{self.beat.name} ({self.script.language})"

    def words(self, key: str) -> Words:
        """The running beat's ``show.<key>``, in the language, with its numbers."""
        return beat_script.shown_words(self.beat, key, self.where)

    def text(self, key: str, role: str = "body", **style: Any) -> Lettering:
        """The running beat's ``show.<key>`` as a drawn text."""
        return lettering(self.look, self.words(key), role, **style)

    def record(self, name: str) -> Record:
        """A record that the chapter's script declares."""
        return beat_script.declared_record(self.script, name, self.where)

    def number(self, expression: str) -> Number:
        """The number that a script expression names: ``record.path`` or ``ratio(a, b)``."""
        return self.script.sources.number(expression)

    def show_number(self, expression: str, style: str) -> Shown:
        """The number that an expression names, rounded for the picture."""
        return show(self.number(expression), style, self.script.language, part=expression)

    def holds(self, condition: str) -> bool:
        """Whether a condition of the script's ``[conditions]`` holds, for a picture that claims it."""
        return beat_script.condition_holds(self.script, condition, self.where)

    # --- time ----------------------------------------------------------------------------------

    def play(
        self, *animations: Any, cue: str | None = None, seconds: float | None = None, **kwargs: Any
    ) -> None:
        """One segment: a fixed count of frames. ``cue`` ties its start to a word of the script."""
        self._bring_in()
        prepared = [prepare_animation(a) for a in animations]
        if not prepared:
            raise InputError(f"{self.where}: play() was given no animation: name one, or hold with still()")
        if seconds is not None:
            for animation in prepared:
                animation.run_time = seconds
        duration = max(a.run_time for a in prepared)
        heard = [found for animation in prepared for found in heard_in(animation)]
        tones = tuple(tone for _, tone in heard)
        awaited = beat_script.awaited_cue(self.beat, cue, self.where)
        segment = Segment(seconds_to_frames(duration, self.fps), awaited, tones=tones)
        self._numbers.note(Evidence(n, "pitch", "") for sounding, _ in heard for n in sounding.numbers)
        self._refuse_strays(prepared)
        self._numbers.follow(prepared)
        super().play(*prepared, segment=segment, **kwargs)
        self._numbers.follow([])
        self._note_numbers()

    def update_to_time(self, t: float) -> None:
        """Move the running play to second ``t``, and note the numbers that change in it.

        An animation shorter than its play stands at its end for the rest: manim would go on beyond.
        """
        for animation in self.animations or ():
            animation.interpolate(min(1.0, t / animation.run_time))
        self.update_mobjects(t - self.last_t)
        self.last_t = t
        self._numbers.note_changing()

    def still(self, seconds: float, cue: str | None = None) -> None:
        """A fixed time without motion: one drawn frame and a count."""
        self._bring_in()
        awaited = beat_script.awaited_cue(self.beat, cue, self.where)
        segment = Segment(seconds_to_frames(seconds, self.fps), awaited, stored=1)
        self._refuse_strays([])
        super().play(Wait(run_time=seconds, frozen_frame=True), segment=segment)
        self._note_numbers()

    # --- its numbers -----------------------------------------------------------------------------

    def ledger_rows(self, beat: str) -> list[LedgerRow]:
        """Every number that the beat's picture showed."""
        return self._numbers.rows(beat)

    def _refuse_strays(self, animations: Sequence[Animation]) -> None:
        require_drawn(self.mobjects, self.where)
        require_drawn((cast("Mobject", a.mobject) for a in animations if a.mobject is not None), self.where)

    def _note_numbers(self) -> None:
        require_drawn(self.mobjects, self.where)
        self._numbers.note(evidence_in(*self.mobjects))

    # --- what every chapter has ----------------------------------------------------------------

    def title(self, key: str = "title") -> Lettering:
        """The beat's title at its place; not yet in the picture."""
        title = place(self.text(key, "title"), baseline_px=TITLE_BASELINE)
        self._titles.append(title)
        return title

    def run_note(self, key: str = "run") -> Lettering:
        """The line under a chart that says which run it shows; not yet in the picture."""
        note = place(self.text(key, "run_note", color="sub"), baseline_px=RUN_NOTE_BASELINE)
        self._notes.append(note)
        return note

    def question_card(self) -> QuestionCard:
        """The chapter's question, as the card that opens it."""
        return QuestionCard(self.look, self.script.title, self.script.question, self._chapter_number())

    def answer_card(self, role: str = ANSWER_ROLES[0]) -> AnswerCard:
        """The chapter's answer, for the place where a beat's title stands."""
        return AnswerCard(self.look, self.script.question, self.script.answer, role)

    def _chapter_number(self) -> Shown:
        return show(counted(self.chapter_number, "chapters"), "d", self.script.language)

    def open_with_question(self, *beside: Mobject, until: str | None = None) -> None:
        """Play the question card in; it stands until the word of the cue ``until``, then clears away.

        What stands ``beside`` it comes with it and stays: something that is known from chapters before.
        """
        card = self.question_card()
        self.play(appear(card), *(appear(mobject) for mobject in beside))
        self.still(QUESTION_STANDS)
        self.play(leave(card), cue=until)

    def close_with_answer(self, *gone: Mobject, cue: str | None = None) -> None:
        """Land the answer where the title stood, over the last picture, which shrinks to make room for it.

        The title leaves, and ``gone`` with it; a run-note stays as it is.
        """
        self._bring_in()
        drawn = [m for m in self.mobjects if m.family_members_with_points()]
        leaving, notes = {id(m) for m in (*gone, *self._titles)}, {id(m) for m in self._notes}
        picture = [m for m in drawn if id(m) not in leaving | notes]
        card, shrinking = self._answer_over(picture)
        going = [leave(m) for m in drawn if id(m) in leaving]
        if motions := [*going, *shrinking.motions(picture)]:
            self.play(*motions, cue=cue)
        self.play(card.land(), cue=None if motions else cue)

    def _answer_over(self, picture: Sequence[Mobject]) -> tuple[AnswerCard, Shrinking]:
        """The largest answer that leaves the picture legible, and how the picture makes room for it."""
        for role in ANSWER_ROLES:
            card = self.answer_card(role)
            shrinking = below(card.room_below, picture)
            if shrinking.keeps_legible(picture):
                break
        return card, shrinking

    def clear_picture(self, *keep: Mobject, cue: str | None = None) -> None:
        """Let everything leave except ``keep``."""
        kept = {id(m) for m in keep}
        self._bring_in(kept)
        gone = [m for m in self.mobjects if id(m) not in kept]
        if gone:
            self.play(*(leave(m) for m in gone), cue=cue)

    def allow(self, first: Mobject, second: Mobject, reason: str) -> None:
        """Except two objects from the layout rules in this beat; the check prints the reason."""
        self.allowed.append((first, second, self.beat.name, reason))
