"""The errors a user sees: one sentence that says what, where and what to do."""

import difflib
import traceback
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


class ChainreelError(Exception):
    """Something the user can mend; its text is the whole message."""

    exit_code = 1


class InputError(ChainreelError):
    """Wrong input: a file, a setting or an option (exit code 2)."""

    exit_code = 2


class UnknownNumber(ChainreelError):  # noqa: N818 (it names what was found)
    """A number was shown, or said, that no record, paper or count stands behind."""


@contextmanager
def named_in_errors(where: str) -> Iterator[None]:
    """Put the place before what one of our errors says, whichever it is, unless it stands there."""
    try:
        yield
    except ChainreelError as error:
        if str(error).startswith(f"{where}: "):
            raise
        raise type(error)(f"{where}: {error}") from error


def in_a_sentence(error: Exception, folder: str = "scenes") -> str:
    """What any error says; of others than ours, also the last line in a file of ``folder`` that led to it."""
    if isinstance(error, ChainreelError):
        return str(error)
    if isinstance(error, SyntaxError) and error.filename:
        return f"{Path(error.filename).name}, line {error.lineno}, is no Python: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if Path(f.filename).parent.name == folder] or frames[-1:]
    return f"{type(error).__name__}: {error} ({Path(own[-1].filename).name}, line {own[-1].lineno})"


def did_you_mean(name: str, known: Iterable[str], alike: float = 0.6) -> str:
    """``did you mean 'x'?`` for the nearest name, if that is ``alike`` enough (0 to 1), else nothing."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=alike)
    return f"did you mean {near[0]!r}?" if near else ""


def require_name(name: str, known: Collection[str], what: str, listing: str) -> None:
    """Refuse a name that nothing bears; ``listing`` leads in the known ones.

    Raises:
        InputError: with the nearest name, and all.
    """
    if name not in known:
        hint = f"{did_you_mean(name, known)} {listing} {', '.join(known)}"
        raise InputError(f"unknown {what} {name!r}: {hint.strip()}")
