"""Scenes that stand as examples in the docstrings of the installed manim."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import manim

EXAMPLE = re.compile(r"^( *)\.\. manim:: (\w+)[^\n]*\n((?:\1 +[^\n]*\n|\s*\n)+)", re.MULTILINE)
FROM_THE_NET = "https://cdn."  # one example fetches a map from there


def examples() -> Iterator[tuple[str, str]]:
    """Name and code of each example in the installed package's docstrings."""
    seen = set()
    for file in sorted(Path(manim.__file__).parent.rglob("*.py")):
        for _, name, block in EXAMPLE.findall(file.read_text(encoding="utf-8")):
            lines = textwrap.dedent(block).splitlines()
            code = "\n".join(line for line in lines if not line.startswith(":"))
            if name not in seen and f"class {name}(" in code and FROM_THE_NET not in code:
                seen.add(name)
                yield name, code
