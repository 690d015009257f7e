"""The check of a whole lecture: words, times, numbers, records and languages; kept until inputs change."""

import dataclasses
import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tiny import TINY, change, copy_of_tiny, filled, records_of

from chainreel import check
from chainreel.check import running
from chainreel.check.finding import Allowance, Finding, Report
from chainreel.check.sources import number_complaints, see, untrue
from chainreel.check.timing import time_findings, timing_complaints
from chainreel.check.wording import passages
from chainreel.check.wording import wording_complaints as word_complaints
from chainreel.draw.evidence import Evidence
from chainreel.lecture import Lecture
from chainreel.ledger import row
from chainreel.number import Derived, Number, Recorded
from chainreel.records.record import load, save
from chainreel.show import Shown
from chainreel.sound.narrator import Narrator
from chainreel.timeline import Segment, Speech
from chainreel.voice.silent import Silent

BOTH = ("ja", "en")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the tiny lecture, to be spoilt."""
    return copy_of_tiny(tmp_path / "lecture")


def found_in(root: Path, **options: Any) -> list[Finding]:
    return list(check.run(Lecture.load(root), BOTH, **options))


def has(found: Sequence[Finding], place: str, message: str) -> bool:
    """Whether a finding's line starts with ``place`` and its text matches ``message``."""
    return any(str(f).startswith(place) and re.search(message, str(f)) for f in found)


def test_a_lecture_that_is_well_has_no_finding(root: Path) -> None:
    """The tiny lecture passes in both languages and themes."""
    assert found_in(root, themes=("dark", "light")) == []


@pytest.mark.parametrize("asked", [False, True])
def test_a_text_that_waits_for_a_condition_is_not_unused(asked: bool, root: Path) -> None:
    """Where the scene asks a condition that does not hold, nobody knows what else it would show."""
    change(
        root / "scenes" / "slopes.toml", "[factors]", '[conditions]\nnever = "gates.product > 1"\n\n[factors]'
    )
    waits = "appear(self.run_note() if self.holds('never') else self.text('slopes').put(960, 800, 'center'))"
    never = "appear(self.text('slopes').put(960, 800, 'center'))"
    change(root / "scenes" / "slopes.py", "appear(self.run_note())", waits if asked else never)
    assert has(found_in(root), "slopes.factors: unused text:", "show.run") is not asked


SCRIPT, SCENE, LECTURE, RECORD = (
    "scenes/slopes.toml",
    "scenes/slopes.py",
    "lecture.toml",
    "assets/records/gates.json",
)


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "message"),
    [
        # the script's shape and languages
        (
            SCRIPT,
            'title.ja = "かけると、小さくなります"\n',
            "",
            "slopes: script:",
            r"\[product\] title.ja is missing",
        ),
        (SCRIPT, '"What happens when slopes multiply?",\n', "", "slopes: script:", "the same sentences"),
        (SCRIPT, "show.product = ", "shows = ", "slopes: script:", "unknown key 'shows'"),
        (
            SCRIPT,
            "{gates.product:.3f}になります",
            "{gates.nudge:.3f}になります",
            "slopes.product: languages:",
            "ja says",
        ),
        # its words
        (
            SCRIPT,
            "gates.product:.3f}になります",
            "gates.nothing:.3f}になります",
            "slopes: script:",
            "nothing at 'nothing'",
        ),
        (SCRIPT, "each one has a slope", "all thirty have one", "slopes: script:", "'thirty'"),
        (
            SCRIPT,
            'What happens when slopes multiply?",\n',
            "What happens, " + "then, " * 16 + 'at last?",\n',
            "slopes.factors (en): long sentence:",
            "20 words, at most 18",
        ),
        (
            SCRIPT,
            '傾きをかけ続けると、どうなるでしょうか。",\n',
            "傾きを" + "かけ続けて" * 8 + 'みます。",\n',
            "slopes.factors (ja): long sentence:",
            "46 characters, at most 40",
        ),
        (
            SCRIPT,
            "Multiplied, they shrink",
            "Multiplied, they shrink 😀",
            "slopes.product (en): glyph:",
            "no font .*😀",
        ),
        (SCRIPT, "approx {whole", "= {whole", "slopes.product (en): equation:", "write ≈"),
        (
            SCRIPT,
            "approx {whole:.3f}$",
            "approx {whole:.3f}^(x^y)$",
            "slopes.product (ja): text size:",
            "within another",
        ),
        # its cues
        (
            SCRIPT,
            "[[multiply]]Multiplied",
            "Multiplied",
            "slopes.product (en): scene:",
            r"waits for the cue \[\[multiply\]\]",
        ),
        (
            SCRIPT,
            "[[answer]]{#1 bound:word}より",
            "[[answer]][[more]]{#1 bound:word}より",
            "slopes.product (ja): cue:",
            r"\[\[more\]\] is said, but no play",
        ),
        (SCRIPT, "make about", "make [[multiply]]about", "slopes.product (en): cue:", "said 2 times"),
        # the scene
        (SCENE, "def product", "def results", "slopes.product: beat:", "has no method of this name"),
        (
            SCENE,
            "def product",
            "def extra(self) -> None:\n        pass\n\n    def product",
            "slopes: beat:",
            "no beat 'extra'",
        ),
        (SCENE, "appear(self.run_note())", "", "slopes.factors: unused text:", "show.run"),
        (
            SCENE,
            "appear(self.title()),",
            "self.title() and",
            "slopes.factors (en): unseen title:",
            "never stands in the picture",
        ),
        (
            SCENE,
            "self.open_with_question()",
            "self.open_with_question()\n        self.nothing()",
            "slopes.factors (en): scene:",
            r"AttributeError: .*'nothing' \(slopes.py, line 1\d\)",
        ),
        (
            SCENE,
            "class Slopes(LectureScene):",
            "class Slopes:",
            "slopes (en): scene:",
            "holds 0 lecture scenes",
        ),
        (
            SCENE,
            '"formula_lead"',
            '"loud"',
            "slopes.factors (en): scene:",
            "scene: no text role is called 'loud'",
        ),
        (SCENE, "class Slopes(", "class Slopes((", "slopes (en): scene:", "slopes.py, line 10, is no Python"),
        (
            SCENE,
            '"formula_lead", align="center")',
            '"formula_lead", align="center").shift(5 * DOWN)',
            "slopes.factors (en): off screen:",
            "Lettering",
        ),
        # records and settings
        (
            SCRIPT,
            'records = ["gates"]',
            'records = ["gates", "chain"]',
            "slopes: record: chain:",
            "no experiment 'chain'",
        ),
        (LECTURE, "[runs.gates]", "[runs.chain]", "lecture: record: chain:", "no such experiment"),
        (RECORD, '"schema": 2', '"schema": 9', "slopes: record: gates:", "schema 9"),
        (RECORD, '"name": "gates"', '"name": "gate"', "slopes: record: gates:", "names itself 'gate'"),
        (
            RECORD,
            "0.05340837521931147",
            "0.05340837521931148",
            "slopes: record: gates:",
            "changed after it was measured",
        ),
        (
            "experiments/gates.py",
            "NUDGE = 1e-5",
            "NUDGE = 1e-6",
            "lecture: record: gates:",
            "its experiment changed",
        ),
    ],
)
def test_a_planted_fault_is_found(
    root: Path, file: str, old: str, new: str, place: str, message: str
) -> None:
    """Each kind of fault gives a line with chapter, beat, language, rule and what to do."""
    change(root / file, old, new)
    found = found_in(root)
    assert has(found, place, message), "\n".join(map(str, found))


def test_a_record_that_nobody_measures_is_found(root: Path) -> None:
    """A committed record without an experiment is told."""
    save(dataclasses.replace(load(root / RECORD), name="old"), root / "assets" / "records" / "old.json")
    assert has(found_in(root), "lecture: record: old:", "no experiment that measures it")


def test_a_declared_record_that_nothing_comes_from_is_found(root: Path) -> None:
    """A chapter declares only what it shows."""
    save(dataclasses.replace(load(root / RECORD), name="more"), root / "assets" / "records" / "more.json")
    shutil.copy(root / "experiments" / "gates.py", root / "experiments" / "more.py")
    change(root / SCRIPT, 'records = ["gates"]', 'records = ["gates", "more"]')
    assert has(found_in(root), "slopes: unused record: more:", "takes no number from it")


def test_a_reversed_language_is_reported(root: Path) -> None:
    """A language whose words come in another order than the plays is named, with both orders."""
    change(root / SCRIPT, '"[[multiply]]Multiplied, they make', '"[[answer]]Multiplied, they make')
    change(root / SCRIPT, '"[[answer]]Slopes below', '"[[multiply]]Slopes below')
    found = found_in(root)
    assert has(
        found, "slopes.product (en): cue order:", "words say answer multiply, the scene plays multiply answer"
    )
    assert not has(found, "slopes.product (ja): cue", "")


# --- time --------------------------------------------------------------------------------------------

FPS = 30


def times(
    segments: list[Segment], holds: str = "", answered: bool = False, beat: str = "product"
) -> list[str]:
    script = filled()
    chosen = dataclasses.replace(script.beat(beat), holds=holds)
    found = time_findings(script, chosen, segments, FPS, answered, Narrator(Silent()))
    return [f"{finding.rule}: {finding.message}" for finding in found]


PLAYS = [Segment(FPS, "multiply"), Segment(FPS, "answer")]


def test_plays_on_their_words_pass() -> None:
    """Motion that keeps pace with the words has no complaint."""
    assert times(PLAYS) == []


def test_a_late_play_is_found() -> None:
    """A play that begins later than its word because one of the same sentence still runs is told."""
    speech = Speech(8 * FPS, {"gate": FPS, "coin": 2 * FPS}, ((FPS // 3, 8 * FPS),))
    assert list(
        timing_complaints([Segment(3 * FPS, "gate"), Segment(FPS, "coin")], speech, FPS, "", False)
    ) == [("late", "the play of [[coin]] begins 2.0 s after its word")]


def test_a_sentence_waits_for_the_motion_before_it() -> None:
    """A long play does not make the next sentence's play late: the voice waits for it."""
    assert times([Segment(4 * FPS, "multiply"), Segment(FPS, "answer")]) == []


def test_a_long_still_is_found() -> None:
    """More than eight seconds without motion are told, unless the beat says why or the answer stands."""
    still = [*PLAYS, Segment(8 * FPS, stored=1)]
    assert "nothing moves for 9.0 s" in times(still)[0]
    assert times(still, holds="the formula is read") == []
    assert times(still, answered=True) == []


def test_the_answer_excuses_only_its_own_still() -> None:
    """A long still before it is found all the same."""
    still = [PLAYS[0], Segment(9 * FPS, stored=1), Segment(FPS), PLAYS[1]]
    assert any("nothing moves for 9.0 s from second 1.3 on" in c for c in times(still, answered=True))


def test_a_long_beat_is_found() -> None:
    """More than twenty-five seconds are more than one thought."""
    told = times([*PLAYS, Segment(25 * FPS)])
    assert "long beat: it lasts" in told[0]
    assert "short voice: the voice ends" in told[1]


# --- numbers -----------------------------------------------------------------------------------------

RECORDS = records_of(Lecture.load(TINY))


def forged(**changes: Any) -> Number:
    return dataclasses.replace(RECORDS["gates"].number("product"), **changes)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (forged(value=0.5), "it stands for 0.5, but gates.product is 0.012"),
        (forged(source=Recorded("chain", "product", "")), "'chain', which the chapter does not declare"),
        (forged(source=Recorded("gates", "products", "")), "nothing at 'products'"),
        (forged(source=Derived("square", (RECORDS["gates"].number("nudge"),))), "its sources give 0.000144"),
        (Number(0.25, Derived("square", (forged(value=0.5),))), "it stands for 0.5, but gates.product"),
    ],
)
def test_a_forged_number_is_found(number: Number, message: str) -> None:
    """A value that is not its record's, or not what its derivation gives, is told, at any depth."""
    assert any(message in complaint for complaint in untrue(number, RECORDS))


def test_true_numbers_pass() -> None:
    """Recorded, derived, cited and counted numbers that are what they claim have no complaint."""
    sources = filled().sources
    for expression in ("gates.product", "whole", "ratio(whole, gates.nudge)", "#3 gates"):
        assert list(untrue(sources.number(expression), RECORDS)) == []


def test_a_number_that_the_ledger_lacks_is_found() -> None:
    """What a motion shows and the ledger does not list is told; what it lists is not."""
    script = filled()
    seen: dict[Any, Evidence] = {}
    product, whole = (script.sources.number(e) for e in ("gates.product", "whole"))
    text, other = Evidence(product, "text", "0.012"), Evidence(whole, "text", "0.0120")
    see(seen, [text, other, Evidence(whole, "length"), text])
    listed = [row(script, "product", "text", "0.012", product)]
    assert list(number_complaints(seen, listed, RECORDS)) == [
        ("ledger", "'0.0120' is on screen during a motion, but the ledger does not list it")
    ]


def test_a_text_that_does_not_say_its_number_is_found() -> None:
    """A shown text is set again from its value and style."""
    script = filled()
    passage = next(p for p in passages(script) if p.key == "show.slopes")
    shown = passage.words.shown[0]
    lie = dataclasses.replace(passage.words, pieces=(Shown("0.999", shown.number, shown.style),))
    complaints = list(word_complaints(dataclasses.replace(passage, words=lie)))
    assert complaints == [("derived number", "'0.999' should read '0.235' in the style '.3f'")]


# --- the run -----------------------------------------------------------------------------------------


def test_a_report_is_true_when_something_was_found() -> None:
    """A report is iterated and counted as its findings, sorted, each once."""
    b, a = (Finding("c", beat, "en", "margin", ("Lettering",), "too far") for beat in "ba")
    report = Report.of([b, a, b])
    assert list(report) == [a, b]
    assert len(report) == 2
    assert report
    assert not Report()
    assert str(a) == "c.a (en): margin: Lettering: too far"


def test_a_report_survives_its_cache() -> None:
    """What is stored is read as it was."""
    report = Report.of(
        [Finding("c", "b", "", "beat", (), "m")], [Allowance("c", "b", "en", ("A", "B"), "why")]
    )
    assert Report.from_json(json.loads(json.dumps(report.as_json()))) == report


def test_processes_find_the_same(root: Path) -> None:
    """Two processes report what one does."""
    change(root / SCENE, '"formula_lead", align="center")', '"formula_lead", align="center").shift(5 * DOWN)')
    alone = found_in(root)
    for file in (root / ".cache" / "check").iterdir():
        file.unlink()
    assert alone
    assert found_in(root, jobs=2) == alone


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Which chapters and languages were built, in order, rather than taken from the cache."""
    names: list[tuple[str, str]] = []
    original = running.run_all

    def noting(
        tasks: Mapping[int, running.ChapterCheck], jobs: int, made: Callable[[int, Report], None]
    ) -> None:
        names.extend((t.chapter, t.language) for t in tasks.values())
        original(tasks, jobs, made)

    monkeypatch.setattr(running, "run_all", noting)
    return names


def comment(root: Path) -> None:
    change(root / SCENE, "class Slopes", "# a comment\nclass Slopes")


def other_scene(root: Path) -> None:
    change(root / SCENE, '"formula", align', '"result", align')


def other_words(root: Path) -> None:
    change(root / SCRIPT, "they make about", "they come to")


def other_run(root: Path) -> None:
    save(dataclasses.replace(load(root / RECORD), run="a chain of 3 sigmoids"), root / RECORD)


@pytest.mark.parametrize(
    ("alter", "again"), [(comment, False), (other_scene, True), (other_words, True), (other_run, True)]
)
def test_what_is_unchanged_is_not_built_again(
    root: Path, built: list[tuple[str, str]], alter: Callable[[Path], None], again: bool
) -> None:
    """A second run takes every report from the cache; a changed scene, script or record builds again."""
    first = found_in(root)
    assert sorted(built) == [("cover", "en"), ("cover", "ja"), ("slopes", "en"), ("slopes", "ja")]
    built.clear()
    alter(root)
    assert found_in(root) == first
    assert bool(built) is again


def test_a_check_that_is_stopped_keeps_what_it_found(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each report is stored when it is made: the next run goes on from there."""
    original, ran = running.ChapterCheck.run, []

    def stopped(task: running.ChapterCheck) -> Report:
        ran.append(task.stem)
        if len(ran) == 3:
            raise KeyboardInterrupt
        return original(task)

    monkeypatch.setattr(running.ChapterCheck, "run", stopped)
    with pytest.raises(KeyboardInterrupt):
        found_in(root)
    assert len(list((root / ".cache" / "check").iterdir())) == 2
    found_in(root)
    assert len(ran) == 3 + 2


def test_a_new_recording_is_checked_though_nothing_else_changed(root: Path) -> None:
    """The times of a lecturer's voice are those of the files: a report of others is not today's."""
    lecture, folder = Lecture.load(root), root / "recordings" / "en"
    task = running.ChapterCheck(lecture, "slopes", "en", "dark", records_of(lecture), "recordings")
    folder.mkdir(parents=True)
    found = []
    for name, content in (
        ("slopes.factors.wav", b"1"),
        ("slopes.factors.wav", b"2"),
        ("slopes.product.wav", b"1"),
    ):
        found += running.files_of([task], root / ".cache")
        (folder / name).write_bytes(content)
    assert len({*found, *running.files_of([task], root / ".cache")}) == 4


def test_old_and_broken_reports_leave_the_cache(root: Path, built: list[tuple[str, str]]) -> None:
    """One report a chapter, language and theme is kept; a damaged one is made again."""
    found_in(root)
    other_words(root)
    found_in(root)
    files = sorted((root / ".cache" / "check").iterdir())
    kept = [f.name.rsplit("-", 1)[0] for f in files]
    assert kept == ["cover-en-dark", "cover-ja-dark", "slopes-en-dark", "slopes-ja-dark"]
    files[2].write_text("{", encoding="utf-8")
    built.clear()
    found_in(root)
    assert built == [("slopes", "en")]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("cover.toml", "{gates.product:.3f} is left", "0.012 is left", "cover.*'0.012'"),
        ("cover.toml", "[thumbnail]", "[poster]", r"^cover.thumbnail: beat: .*no such beat"),
        ("cover.py", '"product", "poster"', '"nothing", "poster"', "^cover.thumbnail.*no show.nothing"),
        ("cover.py", "960, 600", "960, 1090", "^cover.thumbnail.*off screen"),
    ],
)
def test_a_fault_of_the_cover_is_found_before_anything_is_rendered(
    root: Path, file: str, old: str, new: str, message: str
) -> None:
    """What stops the thumbnail would else be found after the whole film; captions and time do not bind it."""
    change(root / "scenes" / file, old, new)
    assert any(re.search(message, str(finding)) for finding in found_in(root))
