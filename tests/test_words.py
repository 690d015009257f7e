"""Markup becomes words that know their numbers; a digit or a number word without a source is refused."""

import pytest

from chainreel.errors import InputError, UnknownNumber
from chainreel.languages.discovery import language_named
from chainreel.languages.number_guard import unknown_numbers
from chainreel.number import counted
from chainreel.script.expression import Sources
from chainreel.script.markup import Sentence, read_sentence, read_words
from chainreel.words import Maths, Span, Words, plain_maths

SOURCES = Sources({}, {"resnet110": counted(6.43, "stands for a citation")}, {"gates": "cited.resnet110"})


def words(text: str, language: str = "en", names: tuple[str, ...] = ()) -> Words:
    return read_words(text, SOURCES, language, names, "here")


def said(text: str, language: str = "en") -> Sentence:
    return read_sentence(text, SOURCES, language, (), "here")


def test_plain_text_is_the_readers() -> None:
    """Marks do not show: numbers are filled, spans and mathematics are unwrapped."""
    assert (
        words("an error of <wrong>{gates:.2f}%</wrong> at $a x + b$").plain == "an error of 6.43% at ax + b"
    )


def test_shown_numbers_come_in_order_from_any_depth() -> None:
    """Numbers inside mathematics inside a span are found, in order, named by their expression."""
    text = words("{#3 a:d} <weight>${#4 b:d} dot {gates:.1f}$</weight>")
    assert [s.text for s in text.shown] == ["3", "4", "6.4"]
    assert [s.part for s in text.shown] == ["#3 a", "#4 b", "gates"]


def test_spans_and_maths_nest() -> None:
    """A span may stand in mathematics and the other way round."""
    (maths,) = words("$<weight>a</weight> x$").pieces
    assert isinstance(maths, Maths)
    assert maths.pieces[0] == Span("weight", ("a",))


def test_marks_written_twice_are_meant() -> None:
    """Braces, dollars and angle brackets can be shown."""
    assert words("{{a}} $$ <<b").plain == "{a} $ <b"


def test_a_cue_falls_before_its_word() -> None:
    """A cue's offset counts the plain text, filled numbers included."""
    sentence = said("Its error is {gates:.2f}, [[drop]]and falls.")
    (cue,) = sentence.cues
    assert sentence.words.plain[cue.offset :] == "and falls."
    assert sentence.words.plain == "Its error is 6.43, and falls."


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("sigma'(z)", "σ'(z)"),
        ("a x + b = y", "ax + b = y"),
        ("beta + delta", "beta + delta"),
        ("a dots.c b", "a⋯b"),
        ("partial cal(L)", "∂L"),
        ("w_1 arrow.r w_2", "w1 → w2"),
        ("1 quad 2", "1\N{EM SPACE}2"),
    ],
)
def test_plain_mathematics(source: str, plain: str) -> None:
    """Typst's names become signs, whole names only."""
    assert plain_maths(source) == plain


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a { b", "stray '{'"),
        ("a } b", "stray '}'"),
        ("<weight>a", "span 'weight' is never closed"),
        ("$a", "maths '' is never closed"),
        ("<a>b</c>", "span 'c' is closed but span 'a' is open"),
        ("a</c>", "span 'c' is closed but"),
        ("<a>$b</a>$", "span 'a' is closed but maths"),
        ("[[two words]]", "stray '\\[\\['"),
        ("{gates}", "does not say how to show"),
        ("{gates:.2q}", "no number style"),
        ("{nothing.x:.2f}", "'nothing.x' names no number"),
        ("[[go]] now", r"cue \[\[go\]\] belongs into what is said"),
    ],
)
def test_broken_markup_is_named_with_its_place(text: str, complaint: str) -> None:
    """Each fault of markup is one sentence that starts with its place."""
    with pytest.raises(InputError, match=rf"^here: .*{complaint}"):
        words(text)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("an accuracy of 98 percent", "en", "98"),
        ("it has thirty layers", "en", "thirty"),
        ("Seventeen of them", "en", "Seventeen"),
        ("half of them", "en", "half"),
        ("twice as fast", "en", "twice"),
        ("W1 is a name, if it is listed", "en", "W1"),
        ("三十層あります", "ja", "三十"),
        ("深さ ３０ です", "ja", "３０"),
        ("約二百万分の一です", "ja", "二百万"),
        ("半分になります", "ja", "半"),
        ("ふたつの塔", "ja", "ふたつ"),
        ("x² は", "ja", "x²"),
    ],
)
def test_a_number_without_a_source_is_refused(text: str, language: str, found: str) -> None:
    """Digits and number words of both languages stop the script, with the place and what to do."""
    with pytest.raises(UnknownNumber, match=rf"^here: '{found}.*has no source.*placeholder"):
        words(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("one by one, they light up", "en"),
        ("no one knows which one", "en"),
        ("stone, often, tent, weight, attend", "en"),
        ("一度に、一番大きな、一緒に", "ja"),
        ("十分に近いです", "ja"),
        ("一般に統一された唯一の形", "ja"),
    ],
)
def test_idioms_state_no_number(text: str, language: str) -> None:
    """Everyday words that hold a numeral pass."""
    assert unknown_numbers(text, language_named(language).number_words) == []


def test_an_idiom_does_not_shelter_a_number_beside_it() -> None:
    """Only the idiom itself is excepted."""
    assert unknown_numbers("one by one, three of them", language_named("en").number_words) == ["three"]
    assert unknown_numbers("一度に三つ", language_named("ja").number_words) == ["三"]


def test_listed_names_may_bear_digits_whole_names_only() -> None:
    """ResNet-50 is allowed where it is listed; ResNet-501 is not."""
    assert words("ResNet-50 and 3×3", names=("ResNet-50", "3×3")).plain == "ResNet-50 and 3×3"
    with pytest.raises(UnknownNumber, match="501"):
        words("ResNet-501", names=("ResNet-50",))


def test_a_number_in_mathematics_needs_a_source_too() -> None:
    """Mathematics is no way round: a typed power is refused."""
    with pytest.raises(UnknownNumber, match=r"0\.25"):
        words("$0.25 dot x$")
