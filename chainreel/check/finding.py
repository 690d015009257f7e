"""Findings of a check: where, by which rule, between which objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self

from chainreel.script.variant import ScriptChange


@dataclass(frozen=True, order=True)
class Finding:
    """A broken rule; ``beat`` and ``language`` are empty where it concerns the chapter, or every language."""

    chapter: str
    beat: str
    language: str
    rule: str
    objects: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        between = f"{' and '.join(self.objects)}: " if self.objects else ""
        return f"{place_name(self.chapter, self.beat, self.language)}: {self.rule}: {between}{self.message}"


@dataclass(frozen=True, order=True)
class Allowance:
    """An exception from the layout rules that a scene asked for, with its reason."""

    chapter: str
    beat: str
    language: str
    objects: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        between = " and ".join(self.objects)
        return f"{place_name(self.chapter, self.beat, self.language)}: allowed: {between}: {self.reason}"


def place_name(chapter: str, beat: str, language: str) -> str:
    """``chapter.beat (language)``, without what is empty."""
    where = ".".join(part for part in (chapter, beat) if part) or "lecture"
    return f"{where} ({language})" if language else where


@dataclass(frozen=True)
class Report:
    """Findings, exceptions and what conditions changed, each once, in order; false when nothing was found."""

    findings: tuple[Finding, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    changes: tuple[ScriptChange, ...] = ()

    @classmethod
    def of(
        cls,
        findings: Iterable[Finding],
        allowances: Iterable[Allowance] = (),
        changes: Iterable[ScriptChange] = (),
    ) -> Self:
        """A report without repeats, in order."""
        return cls(
            tuple(sorted(set(findings))), tuple(sorted(set(allowances))), tuple(dict.fromkeys(changes))
        )

    def __add__(self, other: Report) -> Report:
        return Report.of(
            (*self.findings, *other.findings),
            (*self.allowances, *other.allowances),
            (*self.changes, *other.changes),
        )

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def as_json(self) -> dict[str, Any]:
        """Plain lists, to be stored: of one task, which knows nothing of changes."""
        return {
            "findings": [asdict(f) for f in self.findings],
            "allowances": [asdict(a) for a in self.allowances],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """What ``as_json`` wrote."""
        return cls.of(
            (Finding(**{**f, "objects": tuple(f["objects"])}) for f in stored["findings"]),
            (Allowance(**{**a, "objects": tuple(a["objects"])}) for a in stored["allowances"]),
        )
