"""A beat's entry in the script: words, cues, records and conditions, or one sentence on what is missing."""

from __future__ import annotations

from collections.abc import Iterable

from chainreel.errors import InputError
from chainreel.records.record import Record
from chainreel.script import FilledBeat, FilledScript
from chainreel.words import Words


def awaited_cue(beat: FilledBeat, cue: str | None, where: str) -> str | None:
    """The cue that a play waits for; none where the words around it are left out.

    Raises:
        InputError: the script never says it.
    """
    if cue in beat.silent:
        return None
    if cue is not None and cue not in beat.cues:
        raise InputError(
            f"{where}: a play waits for the cue [[{cue}]], which the script never says; it has: "
            f"{list_names(beat.cues)}: write [[{cue}]] before a word of its say, or take the cue from "
            "the play"
        )
    return cue


def shown_words(beat: FilledBeat, key: str, where: str) -> Words:
    """The beat's ``show.<key>``, or its title.

    Raises:
        InputError: the beat has no such text.
    """
    if key == "title":
        return beat.title
    if key not in beat.show:
        raise InputError(f"{where}: the script has no show.{key}; it has: {list_names(beat.show)}")
    return beat.show[key]


def declared_record(script: FilledScript, name: str, where: str) -> Record:
    """A record that the chapter's script declares.

    Raises:
        InputError: it declares no such record.
    """
    records = script.sources.records
    if name not in records:
        raise InputError(f"{where}: record {name!r} is not declared in the script's records")
    return records[name]


def condition_holds(script: FilledScript, condition: str, where: str) -> bool:
    """Whether a condition of the script's ``[conditions]`` holds.

    Raises:
        InputError: the script has no such condition.
    """
    conditions = script.conditions
    if condition not in conditions:
        raise InputError(
            f"{where}: the script has no condition {condition!r}; it has: {list_names(conditions)}"
        )
    return conditions[condition]


def list_names(names: Iterable[str]) -> str:
    """Names as a message lists them."""
    return ", ".join(names) or "none"
