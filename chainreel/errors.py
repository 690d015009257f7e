"""The errors a user sees: one sentence that says what, where and what to do."""

import difflib
from collections.abc import Iterable


class ChainreelError(Exception):
    """Something the user can mend; its text is the whole message."""

    exit_code = 1


class InputError(ChainreelError):
    """Wrong input: a file, a setting or an option (exit code 2)."""

    exit_code = 2


class UnknownNumber(ChainreelError):  # noqa: N818 (it names what was found)
    """A number was shown, or said, that no record, paper or count stands behind."""


def did_you_mean(name: str, known: Iterable[str], alike: float = 0.6) -> str:
    """``did you mean 'x'?`` for the nearest name, if that is ``alike`` enough (0 to 1), else nothing."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=alike)
    return f"did you mean {near[0]!r}?" if near else ""
