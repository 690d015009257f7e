"""The errors a user sees: one sentence that says what, where and what to do."""


class ChainreelError(Exception):
    """Something the user can mend; its text is the whole message."""

    exit_code = 1


class InputError(ChainreelError):
    """Wrong input: a file, a setting or an option (exit code 2)."""

    exit_code = 2


class UnknownNumber(ChainreelError):  # noqa: N818 (it names what was found)
    """A number was shown, or said, that no record, paper or count stands behind."""
