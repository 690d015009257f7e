"""Check of a model before it runs: ``python -m chainreel.model.measuring.check_run <output>``.

What to build comes as JSON on standard input; the sentences are written to ``output`` as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from chainreel.errors import ChainreelError
from chainreel.files import write_text
from chainreel.model.measuring.handed import Handed, batch_size_of, build_handed, count_parameters
from chainreel.model.measuring.limits import limit_memory
from chainreel.recorder import check


def main(arguments: list[str]) -> int:
    """Build the model, write what can be said of it, return the exit code."""
    settings = json.load(sys.stdin)
    limit_memory(settings["gigabytes"])
    try:
        handed = build_handed(Path(settings["file"]), settings["function"], settings["seed"])
        sentences, refused = findings_of(handed)
    except ChainreelError as error:
        print(error, file=sys.stderr)
        return 1
    write_text(Path(arguments[0]), json.dumps({"sentences": sentences, "refused": refused}))
    return 0


def findings_of(handed: Handed) -> tuple[list[str], bool]:
    """A sentence on each thing that can or cannot be shown, and whether the model cannot be recorded."""
    found = check(handed.model, *handed.args, keywords=handed.keywords)
    refused = [f"Not shown: {finding}." for finding in found if finding.refused]
    if refused:
        return refused, True
    remarks = [f"Worth knowing: {finding}." for finding in found]
    return [*_shown(handed), *remarks, *_not_shown(handed)], False


def _shown(handed: Handed) -> Iterator[str]:
    weights, frozen = count_parameters(handed.model)
    modules = sum(1 for _ in handed.model.modules())
    yield f"Shown: what it is, {weights:,} weights in {modules:,} modules ({frozen:,} of them frozen)."
    size = batch_size_of(handed)
    yield (
        f"Shown: one example forward, the first of {size} in the batch."
        if size
        else "Shown: the inputs forward; they share no batch dimension, so all of each is one example."
    )
    yield "Shown: the loss, and how long the gradient is at every block on its way back."
    yield "Shown, where the pass has them: bridges over blocks and parallel lanes, and what each carries."
    if handed.batches is not None:
        yield "Shown: training, on the batches that are given."


def _not_shown(handed: Handed) -> Iterator[str]:
    if handed.batches is None:
        yield (
            "Not shown: training; give a field batches, def batches(seed): yield inputs, loss for each step."
        )
    if not handed.labels:
        yield "Not shown: whether answers are right; give a field labels, a whole number for each example."
    if not handed.names.get("classes"):
        yield 'Not shown: names of classes; give a field names = dict(classes=["cat", "dog"]).'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
