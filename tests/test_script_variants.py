"""Texts with conditions: what is chosen, what is left out, and what is told of it."""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from tiny import TINY, change, copy_of_tiny, filled, records_of

from chainreel.errors import InputError, UnknownNumber
from chainreel.lecture import Lecture
from chainreel.script import load_script
from chainreel.script.filled_script import FilledScript
from chainreel.script.shape import shape_complaints
from chainreel.script.variant import text_complaints, variants

SCRIPT = TINY / "scenes" / "slopes.toml"
TRUE, FALSE = "gates.product < 0.1", "gates.product > 0.1"
JA = '"[[multiply]]かけると、約{gates.product:.3f}になります。"'
EN = '"[[multiply]]Multiplied, they make about {gates.product:.3f}."'


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script of a copy of the tiny lecture."""
    return copy_of_tiny(tmp_path / "lecture") / "scenes" / "slopes.toml"


def fill(script: Path, language: str = "en") -> FilledScript:
    return filled(script.parent.parent, language)


def said(script: Path, beat: str = "product", language: str = "en") -> list[str]:
    return [sentence.words.plain for sentence in fill(script, language).beat(beat).say]


def tie(script: Path, condition: str, otherwise: str = "") -> None:
    """Give the first sentence of ``product`` a condition, and another sentence to be said otherwise."""
    for old, language in ((JA, "ja"), (EN, "en")):
        other = f', "{otherwise}{language}"' if otherwise else ""
        change(script, old, f"[{{text = {old}, when = '{condition}'}}{other}]")


def test_three_ways_to_write_a_text() -> None:
    """A text, a text with a condition, and a list of them."""
    assert [v.when for v in variants("a")] == [""]
    assert [(v.text, v.when) for v in variants([{"text": "a", "when": "c"}, "b"])] == [("a", "c"), ("b", "")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ([], "is an empty list"),
        ("", "is '': write a text"),
        (3, "is 3: write a text"),
        ({"when": "a"}, "write a text"),
        ({"text": "a", "if": "b"}, "unknown key 'if'; known: text, when"),
        ({"text": "a", "when": ""}, "text and when are texts"),
        (["a", {"text": "b", "when": "c"}], "hides those after it"),
    ],
)
def test_a_wrong_variant_is_one_sentence(text: object, complaint: str) -> None:
    """A wrong kind, an unknown key, or a variant that can never be reached is named."""
    assert re.search(complaint, next(text_complaints("[x] title.en", text)))


def test_the_first_variant_that_holds_is_said(script: Path) -> None:
    """While its condition holds, a sentence is as it was, and nothing is told."""
    before = said(script)
    tie(script, TRUE, "otherwise")
    assert said(script) == before
    assert fill(script).changes == ()


def test_the_next_variant_is_said_and_told(script: Path) -> None:
    """A later variant takes its place in every language, with the condition that failed and its values."""
    tie(script, FALSE, "otherwise")
    assert said(script)[0] == "otherwiseen"
    assert said(script, language="ja")[0] == "otherwiseja"
    (told,) = fill(script).changes
    assert str(told) == (
        "slopes.product, say, sentence 1: variant 2 instead of the first: gates.product > 0.1 does not hold "
        f"(gates.product is {fill(script).sources.number('gates.product').value:.6g})"
    )


def test_a_sentence_that_does_not_hold_is_left_out(script: Path) -> None:
    """The others stay; the cue that nobody says is silent, and the change is told."""
    tie(script, FALSE)
    beat = fill(script).beat("product")
    assert len(beat.say) == 1
    assert (beat.silent, beat.cues) == (("multiply",), ("answer",))
    assert next(str(c) for c in fill(script).changes).startswith("slopes.product, say, sentence 1: left out")


def test_a_shown_text_has_variants_in_every_language(script: Path) -> None:
    """So have titles, texts for all languages, and the chapter's cards; named conditions serve them all."""
    change(script, "[numbers]", f"[conditions]\nfew = '{FALSE}'\n[numbers]")
    change(script, 'show.run.ja = "シ', 'show.run.ja = [{text = "違う", when = "few"}, "シ')
    change(
        script,
        'settings.x:.1f}"\nshow.run.en = "',
        'settings.x:.1f}"]\nshow.run.en = [{text = "x", when = "few"}, "',
    )
    change(script, 'in a chain · x = {gates.settings.x:.1f}"', 'in a chain · x = {gates.settings.x:.1f}"]')
    change(script, 'show.slopes = "', 'show.slopes = [{text = "$x$", when = "not few"}, "')
    change(script, '{gates.slopes.2:.3f}$"\nshow.run', '{gates.slopes.2:.3f}$"]\nshow.run')
    script_filled = fill(script)
    assert script_filled.beat("factors").show["run"].plain.endswith("in a chain · x = 0.5")
    assert script_filled.beat("factors").show["slopes"].plain == "x"
    assert [c.key for c in script_filled.changes] == ["show.run"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[product]", f"[product]\nwhen = '{FALSE}'"),
        ('show.product = "', f"show.product = {{when = '{FALSE}', text = \""),
    ],
)
def test_a_beat_is_left_out_whole(script: Path, old: str, new: str) -> None:
    """A beat whose condition fails, or that has nothing to show where its picture needs it, is no beat."""
    change(script, old, new)
    if "text" in new:
        change(script, 'approx {whole:.3f}$"', 'approx {whole:.3f}$"}')
    script_filled = fill(script)
    assert script_filled.shown_beats == ("factors",)
    assert script_filled.left_out == ("product",)
    (told,) = script_filled.changes
    assert re.match(
        r"slopes.product: left out: (its show.product is left out; )?gates.product > 0.1", str(told)
    )


def test_a_beat_with_nothing_to_say_is_left_out(script: Path) -> None:
    """When no sentence holds, there is no beat, and one line tells it."""
    text = script.read_text(encoding="utf-8")
    head, tail = text.split("[product]")
    tail = re.sub(r'^    (".*"),$', lambda m: f"    {{text = {m[1]}, when = '{FALSE}'}},", tail, flags=re.M)
    script.write_text(f"{head}[product]{tail}", encoding="utf-8")
    assert fill(script).shown_beats == ("factors",)
    (told,) = fill(script).changes
    assert str(told).startswith("slopes.product: left out: all that is said is left out; ")


@pytest.mark.parametrize("card", ["title", "question", "answer"])
def test_a_chapter_cannot_lose_its_cards(script: Path, card: str) -> None:
    """Without a variant of its title, question or answer that holds, the chapter is refused."""
    text = script.read_text(encoding="utf-8")
    head, tail = text.split("records =", 1)
    head = re.sub(rf'^({card}\..*) = (".*")$', rf"\1 = {{text = \2, when = '{FALSE}'}}", head, flags=re.M)
    script.write_text(f"{head}records ={tail}", encoding="utf-8")
    with pytest.raises(
        InputError, match=rf"\[chapter\] {card}.en: the chapter loses its {card}: gates.product > 0.1"
    ):
        fill(script)


def test_languages_share_their_conditions(script: Path) -> None:
    """Another condition, or none, in one language is refused with both."""
    change(script, EN, f"{{text = {EN}, when = '{TRUE}'}}")
    with pytest.raises(
        InputError, match=r"\[product\] say, sentence 1 has other conditions .*en: gates.*; ja: "
    ):
        fill(script)


TYPED = Counter(match.groups() for match in re.finditer(r"(\{#\d+ ([a-z ]+))", SCRIPT.read_text("utf-8")))
COUNTS = [count for count, times in TYPED.items() if times > 1]  # the others are in one language only


@pytest.mark.parametrize(("count", "what"), COUNTS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_languages_count_the_same(count: str, what: str, language: str) -> None:
    """A count that says another number in one language is refused, wherever it is typed."""
    raw = tomllib.loads(SCRIPT.read_text("utf-8"))
    assert not list(shape_complaints(raw, ("en", "ja")))
    other = json.loads(json.dumps(raw), object_hook=lambda table: miscounted(table, language, count))
    assert any(f"counts {what!r} differently" in fault for fault in shape_complaints(other, ("en", "ja")))


def miscounted(table: dict[str, object], language: str, count: str) -> dict[str, object]:
    """A table whose texts in one language count 77 of something."""
    if language in table:
        text = json.dumps(table[language], ensure_ascii=False)
        table[language] = json.loads(text.replace(count, re.sub(r"\d+", "77", count)))
    return table


def test_counts_are_compared_variant_by_variant(script: Path) -> None:
    """What is counted in one variant says nothing of another."""
    both = "[{{text = '{a}', when = 'gates.product < 0.1'}}, '{b}']"
    for old in (JA, EN):
        change(script, old, both.format(a="{#3 gates:d}", b="{#7 gates:d}"))
    assert fill(script).beat("product").say[0].words.plain == "3"
    change(script, "say.en = [\n    [{text = '{#3 gates:d}'", "say.en = [\n    [{text = '{#7 gates:d}'")
    with pytest.raises(InputError, match=r"sentence 1 counts 'gates' differently \(7 in en, 3 in ja\)"):
        fill(script)


@pytest.mark.parametrize(
    ("otherwise", "error", "complaint"),
    [
        ("All thirty hold. ", UnknownNumber, "'thirty'"),
        ("{gates.nothing:.2f} ", InputError, "nothing at 'nothing'"),
        ("{gates.product:.2} ", InputError, "no number style"),
        ("{gates.product:.999999999f} ", InputError, r"slopes.toml, \[product\] .*no number style"),
        ("{multiply():.3f} ", InputError, r"slopes.toml, \[product\] .*takes 1 or more numbers, not 0"),
        ("{#-3 gates:d} ", InputError, r"slopes.toml, \[product\] .*counts less than nothing"),
        ("<b>", InputError, "never closed"),
    ],
)
def test_variants_that_are_not_used_are_read_too(
    script: Path, otherwise: str, error: type[Exception], complaint: str
) -> None:
    """A typed number or a wrong source is found before the settings that would say it."""
    tie(script, TRUE, otherwise)
    with pytest.raises(error, match=complaint):
        fill(script)


def test_a_number_may_suit_its_style_only_where_it_is_said(script: Path) -> None:
    """``one part in`` a number above one cannot be said; a variant for other settings may still hold it."""
    tie(script, TRUE, "{reciprocal(gates.product):part1} ")
    assert len(said(script)) == 2


def test_a_wrong_condition_is_told_with_its_place(script: Path) -> None:
    """File, beat, sentence and language come before what is wrong with it."""
    tie(script, "gates.produkt > 0.1", "otherwise")
    with pytest.raises(
        InputError, match=r"slopes.toml, \[product\] say.en, sentence 1: the condition '.*produkt"
    ):
        fill(script)


def test_a_setting_that_is_a_word_is_shown_by_its_name(script: Path) -> None:
    """``{run.settings.activation:name}`` follows the run, as numbers do."""
    lecture = Lecture.load(script.parent.parent)
    change(script, "Multiplied, they shrink", "Multiplied by {gates.settings.activation:name}")
    change(script, "かけると、小さくなります", "{gates.settings.activation:name}をかける")
    record = records_of(lecture)["gates"]
    shown = {}
    for activation in ("relu", "sigmoid", "softplus"):
        changed = type(record)(**{**vars(record), "settings": {**record.settings, "activation": activation}})
        for language in ("ja", "en"):
            beat = load_script(lecture, "slopes").fill(language, {"gates": changed}, {}).beat("product")
            shown[activation, language] = beat.title.plain
    assert shown["relu", "en"] == "Multiplied by ReLU"
    assert (shown["sigmoid", "ja"], shown["sigmoid", "en"]) == ("シグモイドをかける", "Multiplied by sigmoid")
    assert shown["softplus", "en"] == "Multiplied by softplus"
    with pytest.raises(InputError, match="is no setting that is a word"):
        fill(script)


NOTES = """[product.notes]
ask.ja = "小さくなりますか？"
ask.en = "Does it shrink?"
answer.ja = [{text = "約{gates.product:.3f}です。", when = "gates.product < 0.1"}, "いいえ。"]
answer.en = [{text = "It is {gates.product:.3f}.", when = "gates.product < 0.1"}, "No."]
if_silent.ja = {text = "待つ。", when = "gates.product > 0.1"}
if_silent.en = {text = "Wait.", when = "gates.product > 0.1"}
"""


def test_notes_are_words_with_numbers(script: Path) -> None:
    """Question, answer and what to do in silence, for a talk; what does not hold is no note."""
    script.write_text(script.read_text(encoding="utf-8") + NOTES, encoding="utf-8")
    beat = fill(script).beat("product")
    assert {key: words.plain for key, words in beat.notes.items()} == {
        "ask": "Does it shrink?",
        "answer": "It is 0.012.",
    }


@pytest.mark.parametrize(
    ("old", "new", "error", "complaint"),
    [
        (
            "ask.",
            "aks.",
            InputError,
            r"\[product\] notes has an unknown key 'aks'; known: ask, answer, if_silent",
        ),
        ('ask.en = "Does it shrink?"', "", InputError, r"\[product\] notes.ask.en is missing"),
        ("It is {gates.product:.3f}", "It is 0.012", UnknownNumber, r"\[product\] notes.answer.en: '0.012'"),
        ('"Does it shrink?"', "[]", InputError, r"\[product\] notes.ask.en is missing"),
    ],
)
def test_notes_are_held_to_the_same_rules(
    script: Path, old: str, new: str, error: type[Exception], complaint: str
) -> None:
    """Known keys, both languages, no number without a source."""
    assert old in NOTES
    script.write_text(script.read_text(encoding="utf-8") + NOTES.replace(old, new), encoding="utf-8")
    with pytest.raises(error, match=complaint):
        fill(script)


def test_the_keys_of_beats_and_tables() -> None:
    """A beat's condition is a text, and so is every named condition."""
    raw = {"chapter": {}, "conditions": {"a": 3}, "beat": {"when": 3, "notes": "x"}}
    found = list(shape_complaints(raw, ("en", "ja")))
    assert any("[conditions] holds names and conditions" in f for f in found)
    assert any("[beat] when is 3: write a text" in f for f in found)
    assert any("[beat] notes is 'x'" in f for f in found)


def test_a_silent_cue_and_a_beat_left_out_draw_a_chapter_again(script: Path) -> None:
    """What the pictures do depends on them, so the fingerprint does."""

    def fingerprint() -> str:
        lecture = Lecture.load(script.parent.parent)
        return load_script(lecture, "slopes").fill("en", records_of(lecture), {}).shown_fingerprint

    prints = [fingerprint()]
    tie(script, TRUE)
    prints.append(fingerprint())
    change(script, TRUE, FALSE)
    prints.append(fingerprint())
    assert prints[0] == prints[1]
    assert prints[2] not in prints[:2]
