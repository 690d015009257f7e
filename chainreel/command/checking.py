"""A check as the command runs and tells it."""

from __future__ import annotations

from typing import Any

import cloup

from chainreel.command import options as shared
from chainreel.command.options import lecture_and_names, request_of
from chainreel.command.say import say
from chainreel.errors import ChainreelError


@cloup.command("check")
@shared.selection
@cloup.option_group("Film", shared.language, shared.theme, shared.voice)
@shared.which_lecture
@shared.jobs
@shared.debug
def check_lecture(selection: tuple[str, ...], **options: Any) -> None:
    """Find all faults that can be known without drawing, in all languages."""
    from chainreel import check

    lecture, selection = lecture_and_names(options, selection)
    wish = request_of(lecture, selection, {**options, "language": options["language"] or "all"})
    chapters, themes, jobs = tuple(wish.wanted_beats()), (wish.theme,), options["jobs"]
    report = check.run(lecture, wish.languages, jobs, chapters=chapters, themes=themes, voice=wish.voice)
    for line in (*(f"Changed: {change}" for change in report.changes), *report.allowances, *report):
        say(line)
    if report:
        raise ChainreelError(f"the check found {len(report)} fault(s)")
    say("Nothing found.")
