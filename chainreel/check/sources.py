"""Rules for numbers on screen: each is in the ledger, is what its record says, and is derived truly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from chainreel.draw.evidence import Evidence
from chainreel.errors import InputError
from chainreel.ledger import LedgerRow
from chainreel.number import Derived, Number, Recorded, evaluate
from chainreel.records.record import Record

Complaint = tuple[str, str]
SeenNumbers = dict[tuple[str, str, float], Evidence]


class Used(Mapping[str, Record]):
    """Records that remember which of them were asked for."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self.records, self.used = records, set[str]()

    def __getitem__(self, name: str) -> Record:
        self.used.add(name)
        return self.records[name]

    def __contains__(self, name: object) -> bool:
        return name in self.records

    def __iter__(self) -> Iterator[str]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)


def see(seen: SeenNumbers, evidence: Iterable[Evidence]) -> None:
    """Add what a picture shows to ``seen``, each number once."""
    for e in evidence:
        seen.setdefault((e.how, e.text, e.number.value), e)


def number_complaints(
    seen: SeenNumbers, rows: Iterable[LedgerRow], records: Mapping[str, Record]
) -> Iterator[Complaint]:
    """What is wrong with the numbers that a beat's pictures showed.

    A length or place that changes passes through many values between two that are listed; of what
    can be read every value is listed.
    """
    listed = {(r["how"], r["text"], r["value"]) for r in rows}
    for key, evidence in seen.items():
        named = repr(evidence.text) if evidence.text else f"a {evidence.how} of {evidence.number.value!r}"
        if evidence.how == "text" and key not in listed:
            yield "ledger", f"{named} is on screen during a motion, but the ledger does not list it"
        for message in untrue(evidence.number, records):
            yield "derived number", f"{named}: {message}"


def untrue(number: Number, records: Mapping[str, Record]) -> Iterator[str]:
    """Where a number is not what its sources give."""
    if isinstance(number.source, Derived):
        again = evaluate(number)
        if again != number.value:
            yield f"it stands for {number.value!r}, but its sources give {again!r}"
        for argument in number.source.arguments:
            yield from untrue(argument, records)
    elif isinstance(number.source, Recorded):
        yield from unlike_record(number, number.source, records)


def unlike_record(number: Number, source: Recorded, records: Mapping[str, Record]) -> Iterator[str]:
    """Where a recorded number is not what its record holds."""
    if source.record not in records:
        yield f"it comes from the record {source.record!r}, which the chapter does not declare"
        return
    try:
        recorded = records[source.record].number(source.path).value
    except InputError as error:
        yield str(error)
        return
    if recorded != number.value:
        yield f"it stands for {number.value!r}, but {source.record}.{source.path} is {recorded!r}"
