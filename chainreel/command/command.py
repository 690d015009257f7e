"""The command: its verbs, what it says of an error, and the code it leaves with."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any, NoReturn

import click
import cloup

from chainreel.command.checking import check_lecture
from chainreel.command.films import list_beats, render, stills
from chainreel.command.models import model
from chainreel.command.moved import VERBS, new_place
from chainreel.command.numbers import measure, records
from chainreel.command.say import complain, errors
from chainreel.command.scenes import scene
from chainreel.command.spoken import lines, read
from chainreel.command.starting import make_new
from chainreel.command.watching import watch
from chainreel.errors import ChainreelError, InputError, did_you_mean

INTERRUPTED = 130
HELP = cloup.Context.settings(help_option_names=["-h", "--help"], align_option_groups=True)


class Verbs(cloup.Group):
    """The verbs; a word that is none is answered with those there are."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is called. Raises: InputError."""
        if args[0] not in self.commands:
            hint = f"{did_you_mean(args[0], VERBS)} the verbs are {', '.join(VERBS)}"
            raise InputError(f"unknown verb {args[0]!r}: {hint.strip()}")
        return super().resolve_command(ctx, args)


@cloup.group(
    cls=Verbs, context_settings=HELP, invoke_without_command=True, subcommand_metavar="VERB ...",
    epilog="chainreel VERB --help tells its options; python render.py does what chainreel render does.",
)  # fmt: skip
@click.pass_context
def command(context: click.Context) -> None:
    """Animated lectures in which every number is real."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


command.section("Start", make_new)
command.section("Films", render, model, list_beats, check_lecture, stills, watch)
command.section("Scenes of manim", scene)
command.section("Words", read, lines)
command.section("Numbers", measure, records)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code: 0, 1 (failed), 2 (wrong input), 130 (interrupted)."""
    given = sys.argv[1:] if arguments is None else arguments
    _let_all_be_printed()
    run = lambda: command.main(given, prog_name="chainreel", standalone_mode=False)  # noqa: E731
    sys.exit(_code(run, "--debug" in given))


def _let_all_be_printed() -> None:
    """What a terminal or a pipe has no characters for becomes question marks, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _code(work: Callable[[], Any], debug: bool) -> int:
    try:
        work()
    except ChainreelError as error:
        return _complain(str(error), error.exit_code, debug)
    except click.NoSuchOption as error:
        return _complain(new_place(error.option_name) or error.format_message(), InputError.exit_code, debug)
    except click.UsageError as error:
        return _complain(error.format_message(), InputError.exit_code, debug)
    except (KeyboardInterrupt, click.Abort):
        errors.print("Stopped: what is finished stays; run the same command to go on.")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  the last resort: even a fault of ours is told in a sentence
        return _complain(f"{type(error).__name__}: {error} (run again with --debug for details)", 1, debug)
    return 0


def _complain(sentence: str, code: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    complain(sentence)
    return code
