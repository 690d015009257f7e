"""The headline's tower that chapters share: as deep as its run, with digits that differ."""

from moved import JA, faults, record

from chainreel.draw.evidence import evidence_in
from scenes.headline_tower import SAMPLE, headline_tower

RECORD = record("headline")


def test_both_towers_are_of_one_run_and_differ_in_their_answers_alone() -> None:
    """Same depth and same digits; the answers are the record's."""
    plain, skips = (headline_tower(JA, RECORD, run) for run in ("plain", "skips"))
    assert plain.layers == skips.layers == RECORD.number("settings.depth").value
    assert len(plain.digits) == len(skips.digits) == len(SAMPLE)
    for tower, run in ((plain, "plain"), (skips, "skips")):
        tower.take(waiting=5.0, given=5.0)
        told = [e.number for e in evidence_in(tower) if e.how == "text"]
        answers = RECORD.numbers(f"{run}.sample.answers.0")
        assert told == [answers[i] for i in SAMPLE]


def test_no_digit_is_shown_twice() -> None:
    """Five different labels: one answer for all of them cannot be right."""
    labels = RECORD.numbers("sample.labels")
    assert len({labels[i].value for i in SAMPLE}) == len(SAMPLE)


def test_the_tower_keeps_the_layout_rules() -> None:
    """With digits above and answers below."""
    tower = headline_tower(JA, RECORD, "skips")
    tower.take(waiting=5.0, given=5.0)
    assert not faults(tower.put_at(960, 430))
