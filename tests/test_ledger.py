"""The ledger: every number said or shown, where, as which text, with what stands behind it."""

import json

from tiny import filled

from chainreel.ledger import distinct, row, speech_rows
from chainreel.number import counted


def test_every_number_that_is_said_has_a_row() -> None:
    """Spoken numbers are listed with chapter, beat, language, text, full value and source."""
    rows = speech_rows(filled())
    assert [(r["beat"], r["text"]) for r in rows] == [
        ("factors", "three"),
        ("product", "0.012"),
        ("product", "one"),
    ]
    product = rows[1]
    assert product["value"] == 0.012032514870644767
    assert product["source"] == {
        "kind": "recorded",
        "record": "gates",
        "path": "product",
        "run": "3 sigmoids in a chain · x = 0.5",
    }
    assert (product["language"], product["chapter"], product["how"]) == ("en", "slopes", "speech")


def test_chosen_beats_only() -> None:
    """The rows of a selection are those of its beats."""
    script = filled(language="ja")
    assert {r["beat"] for r in speech_rows(script, [script.beat("product")])} == {"product"}


def test_rows_are_plain_json() -> None:
    """A row can be written as it is, derived sources with all their arguments."""
    script = filled()
    whole = script.sources.number("whole")
    entry = row(script, "product", "text", "0.012", whole)
    assert json.loads(json.dumps(entry)) == entry
    assert [a["path"] for a in entry["source"]["arguments"]] == ["slopes.0", "slopes.1", "slopes.2"]


def test_repeats_are_listed_once_in_order_of_appearance() -> None:
    """A number that stands through many plays is one row; another value or text is another."""
    script = filled()
    a, b = (row(script, "product", "text", text, counted(1, "bound")) for text in ("1", "1.0"))
    c = row(script, "product", "text", "1", counted(1.0000001, "bound"))
    assert distinct([b, a, b, c, a]) == [b, a, c]
