"""Lines that the command prints: what it found on the output, errors beside it."""

from rich.console import Console

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def say(line: object) -> None:
    """Print a line as it is, however long."""
    console.print(str(line), markup=False, soft_wrap=True)


def say_of_record(name: str, state: str) -> None:
    """Print what becomes of a record."""
    say(f"{name}: {state}")


def complain(sentence: str) -> None:
    """Print an error, one sentence."""
    errors.print(f"Error: {sentence}", markup=False, soft_wrap=True)
