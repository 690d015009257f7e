"""Numbers that are said apart and belong together: multiplied or compared as shown, they do not contradict.

A pair is written as a listener would check it: with the values rounded as they are said.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from chainreel.lecture.lecture import Lecture
from chainreel.records.record import Record, load
from chainreel.script.filled_script import FilledScript
from chainreel.script.scripts import load_script

ROOT = Path(__file__).parent.parent
LANGUAGES = ("ja", "en")
YEAR = re.compile(r"\b(?:et al\.?|ら|[A-Z]\w+(?:・| & )[A-Z]\w+) ?(?:19|20)\d\d")


def record(name: str) -> Record:
    return load(ROOT / "assets" / "records" / f"{name}.json")


def value(name: str, path: str) -> float:
    return record(name).number(path).value


def significant(number: float, digits: int) -> float:
    return float(f"{number:.{digits - 1}e}")


def test_the_gradients_factor_a_layer_makes_the_ratio_that_is_said() -> None:
    """real_net: 0.56 a layer, so many times, is the ratio shown, both rounded as said."""
    steps = value("profiles", "settings.tower") - 1
    factor = round(value("profiles", "tanh_default.factor.median.2"), 2)
    arrives = value("profiles", "plain.dloss_dh.median.0") / value("profiles", "plain.dloss_dh.median.29")
    assert significant(1 / factor**steps, 1) == significant(1 / arrives, 1)
    assert value("profiles", "depths.2") == value("profiles", "settings.tower")


def test_the_digits_factor_a_layer_makes_the_magnification() -> None:
    """same_on_the_way says the factor a layer, powers_of_ten the whole: within what rounding leaves open."""
    steps = value("profiles", "settings.tower") - 1
    factor = value("profiles", "plain.melting.median")
    least, most = ((round(factor, 3) + half) ** -steps for half in (0.0005, -0.0005))
    assert least <= value("zoom", "enlarged.median") <= most


def test_the_zooms_make_the_whole_zoom() -> None:
    """powers_of_ten: the three factors on the still, multiplied as shown, are the product on the still."""
    shown = [significant(n.value, 3) for n in record("zoom").numbers("shrinks.0")]
    assert significant(shown[0] * shown[1] * shown[2], 2) == significant(value("zoom", "enlarged.0"), 2)


def test_the_zoom_starts_from_what_the_chart_before_shows() -> None:
    """Both say how far digits lie apart in the plain tower, in its first and its last layer."""
    for seed in range(5):
        for layer, place in ((0, 0), (29, 3)):
            chart = value("profiles", f"plain.distance.{seed}.{layer}")
            assert value("zoom", f"spread.{seed}.{place}") == pytest.approx(chart, rel=1e-6)


def test_the_lit_towers_are_the_towers_of_the_hook() -> None:
    """The run with the light ends as accurate as the headline's first seed, and answers alike."""
    for run in ("plain", "skips"):
        lit, headline = record("light"), record("headline")
        reached = headline.array(f"{run}.train_accuracy")[0]  # chaotic: a digit more or less
        assert lit.array(f"{run}.train")[0, -1] == pytest.approx(reached, abs=0.02)
        assert (lit.array(f"{run}.answers")[0, :, -1] == headline.array(f"{run}.sample.answers")[0]).all()


def test_towers_from_which_layers_are_pulled_are_those_of_the_headline() -> None:
    """The same networks, seed by seed, read unseen digits equally well in both records."""
    for run, name in (("plain", "orthogonal"), ("skips", "skips")):
        whole = record("lesion").array(f"{run}.whole")
        assert (whole == record("headline").array(f"{name}.test_accuracy")[: len(whole)]).all()


def test_pulling_a_layer_does_what_is_said_in_every_seed_and_layer() -> None:
    """With bridges each layer may be missing; without, none may."""
    lesion = record("lesion")
    assert (lesion.array("skips.without") > 0.5).all()
    assert (lesion.array("plain.without") < 0.5).all()
    assert (lesion.array("plain.whole") > 0.85).all()


def test_controls_bear_out_the_sentences_that_lean_on_them() -> None:
    """Size and not biases; ReLU alone is no cure; melted after training too; not LayerNorm alone."""
    controls, bare = record("controls"), record("no_bridges")
    assert (controls.array("default_without_biases.train_accuracy") < 0.15).all()
    assert (controls.array("xavier_with_biases.train_accuracy") > 0.5).all()
    assert (controls.array("relu_default.train_accuracy") < 0.15).all()
    assert (controls.array("plain.distance") < 1e-6).all()
    assert (bare.array("train_accuracy") < 0.15).all()
    assert (bare.array("raw_default.train_accuracy") > 0.9).all()
    assert value("deep_residual", "blocks1000.train_accuracy.low") > 0.5


def test_degradation_does_not_hang_on_its_learning_rate_or_on_the_copies() -> None:
    """Deeper is worse at smaller rates too; copies with batch norm give every digit the same answer."""
    rates = record("degradation_controls")
    assert (rates.array("deep.train_error") > 0.3 + rates.array("shallow.train_error")).all()
    assert value("degradation_controls", "copied.same_answers") == value(
        "degradation_controls", "copied.digits"
    )
    assert value("degradation_controls", "copied.apart") < 1e-9
    assert value("degradation_controls", "copied.copies") == value("degradation", "copied.copies")


def test_a_module_saves_more_than_its_network() -> None:
    """Inception's third is that of the module; its network saves as many weights, and a smaller part."""
    inception = record("inception")
    module, network = (
        {kind: inception.number(f"{kind}.{key}").value for kind in ("full", "reduced")}
        for key in ("parameters", "whole_parameters")
    )
    assert module["full"] - module["reduced"] == network["full"] - network["reduced"]
    assert network["full"] / network["reduced"] < 1.5 < module["full"] / module["reduced"]


# --- what is said of papers in words ----------------------------------------------------------------


def filled(chapter: str, language: str) -> FilledScript:
    lecture = Lecture.load(ROOT)
    script = load_script(lecture, chapter)
    return script.fill(language, {name: record(name) for name in script.records}, lecture.citations())


def words_of(script: FilledScript, beat: str) -> str:
    """All that a beat says and shows."""
    found = next(b for b in script.beats if b.name == beat)
    return "\n".join(w.plain for w in (found.title, *found.show.values(), *(s.words for s in found.say)))


def claims() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "assets" / "claims.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_about_a_paper_stands_where_it_says(language: str) -> None:
    """Each entry has paper and place, and its words are in its beat."""
    for name, claim in claims().items():
        assert set(claim) == {"beat", "words", "paper", "place"}, name
        chapter, beat = str(claim["beat"]).split(".")
        words = claim["words"]
        assert isinstance(words, dict)
        assert words[language] in words_of(filled(chapter, language), beat), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_beat_that_names_who_found_something_has_an_entry(language: str) -> None:
    """By a claim in words, or by a figure that the beat cites."""
    entered = {claim["beat"] for claim in claims().values()}
    missing = [beat for beat, said in beats(language) if YEAR.search(said) and beat not in entered]
    cite = {beat for beat in missing if cites(beat)}
    assert set(missing) == cite


def beats(language: str) -> Iterator[tuple[str, str]]:
    for chapter in Lecture.load(ROOT).chapters:
        script = filled(chapter, language)
        for beat in script.beats:
            yield f"{chapter}.{beat.name}", words_of(script, beat.name)


def cites(beat: str) -> bool:
    """Whether the beat's table holds a figure of citations.toml, or counts from a paper's definition."""
    chapter, name = beat.split(".")
    text = (ROOT / "scenes" / f"{chapter}.toml").read_text(encoding="utf-8")
    tables = re.split(r"^\[", text, flags=re.M)
    own = [t for t in tables if t.startswith((f"{name}]", f"{name}."))]
    return any("cited." in t or "counts." in t for t in own)
