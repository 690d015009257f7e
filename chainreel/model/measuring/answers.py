"""Answers of a model that sorts into classes, where the user says which are right."""

from __future__ import annotations

import torch

from chainreel.measured import Value, exact
from chainreel.model.measuring.handed import Handed
from chainreel.model.text_table import letters_of
from chainreel.recorder import Trace


@torch.no_grad()
def answer_values(seen: Trace, handed: Handed) -> dict[str, Value]:
    """How many answers are right, and the first one's class by name; a count of 0 where none is known.

    An output has answers if it has a row for each example and a column for each class: (examples, classes).
    """
    output, labels = seen.nodes[seen.outputs[0]], handed.labels
    classes = handed.names.get("classes", ())
    if len(output.shape) != 2 or (labels and len(labels) != output.shape[0]) or not (labels or classes):
        return {f"answers.{key}": exact(0) for key in ("count", "named", "right", "first")}
    answers = [int(answer) for answer in output.value.argmax(1)]
    right = sum(a == label for a, label in zip(answers, labels, strict=False))
    first = answers[0]
    named = 0 <= first < len(classes)
    return {
        "answers.count": exact(len(labels)),
        "answers.right": exact(right),
        "answers.first": exact(first),
        "answers.named": exact(int(named)),
        "answers.name": exact(letters_of([classes[first] if named else ""])),
    }
