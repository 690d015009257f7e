"""Rules for imports: the table of ``docs/architecture.md``, and what in a tree of files breaks it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

LIBRARY = "chainreel"
TOPS = (LIBRARY, "scenes", "experiments")
ROOT_LIMIT = 15  # modules that lie in chainreel/ itself
TABLE = "docs/architecture.md"


@dataclass(frozen=True)
class Rule:
    """A row of the table: the package, what its files may import, and what they must never reach."""

    package: str
    may: tuple[str, ...]
    never: tuple[str, ...]


Rules = Mapping[str, Rule]  # by package, in the table's order
Graph = Mapping[str, Iterable[str]]


def read_rules(text: str) -> dict[str, Rule]:
    """The rows of a Markdown table whose cells are: package, what it holds, may import, never."""
    rules: dict[str, Rule] = {}
    for line in text.splitlines():
        cells = [re.findall(r"`([\w.]+)`", cell) for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 4:
            (package,) = cells[0]
            rules[package] = Rule(package, tuple(cells[2]), tuple(cells[3]))
    return rules


@dataclass(frozen=True)
class Tree:
    """The Python files of a project below ``root``, and what each imports."""

    root: Path

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every module of the library, the scenes and the experiments, by dotted name."""
        found = sorted(file for top in TOPS for file in (self.root / top).rglob("*.py"))
        return {self._name(file): file for file in found}

    @cached_property
    def imports(self) -> dict[str, tuple[str, ...]]:
        """What each module imports, in functions and for types too; of what is outside, the package."""
        return {name: tuple(dict.fromkeys(self._imports(name))) for name in self.files}

    def place(self, module: str) -> str:
        """A module's file, as messages name it; an outside package's own name."""
        file = self.files.get(module)
        return file.relative_to(self.root).as_posix() if file else module

    def package(self, module: str) -> str:
        """The table's name for where a module lies; a module of the library's root is one by itself."""
        file = self.files.get(module)
        if file is None:
            return module
        inside = file.name == "__init__.py" or module.count(".") == 0
        folder = module if inside or file.parent == self.root / LIBRARY else module.rpartition(".")[0]
        return folder.removeprefix(f"{LIBRARY}.")

    @cached_property
    def arrows(self) -> list[tuple[str, str]]:
        """Every import of one module by another of another package, or of one from outside."""
        pairs = ((a, b) for a, targets in self.imports.items() for b in targets)
        return [(a, b) for a, b in pairs if self.package(a) != self.package(b)]

    def _name(self, file: Path) -> str:
        parts = file.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def _imports(self, name: str) -> Iterator[str]:
        file = self.files[name]
        package = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (self._known(alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = package[: len(package) - node.level + 1] if node.level else []
                module = ".".join([*base, *([node.module] if node.module else [])])
                inner = (f"{module}.{alias.name}" for alias in node.names)
                yield from (part if part in self.files else self._known(module) for part in inner)

    def _known(self, module: str) -> str:
        """A project module as it is, an outside one as the package that it is part of."""
        return module if module in self.files else module.partition(".")[0]


def named(packages: Iterable[str]) -> str:
    """Packages as a rule lists them."""
    return ", ".join(packages) or "nothing"


def forbidden_imports(tree: Tree, rules: Rules) -> list[str]:
    """Imports that the table does not allow, from the project or from outside the standard library."""
    found = []
    for a, b in tree.arrows:
        rule, target = rules.get(tree.package(a)), tree.package(b)
        if rule and target not in rule.may and target not in sys.stdlib_module_names:
            allowed = named(rule.may)
            found.append(
                f"{tree.place(a)} imports {tree.place(b)}, but {rule.package} may import only: {allowed}"
            )
    return found


def forbidden_reach(tree: Tree, rules: Rules) -> list[str]:
    """What a package must never load, and does, by itself or by way of others: the shortest way to each."""
    shortest: dict[tuple[str, str], tuple[str, ...]] = {}
    for module in tree.files:
        rule = rules.get(tree.package(module))
        never = set(rule.never if rule else ())
        for name, way in ways_from(tree, module).items() if never else ():
            if name in never:
                place = (tree.package(module), name)
                shortest[place] = min(shortest.get(place, way), way, key=len)
    return [
        f"{' > '.join(map(tree.place, way))}: {package} must never come to {name}"
        for (package, name), way in shortest.items()
    ]


def ways_from(tree: Tree, module: str) -> dict[str, tuple[str, ...]]:
    """All that is loaded with a module, the packages around each included, with a shortest way to it."""
    ways, waiting = {module: (module,)}, [module]
    for here in waiting:
        around = [here.rsplit(".", k)[0] for k in range(1, here.count(".") + 1)]
        for target in (*tree.imports.get(here, ()), *(p for p in around if p in tree.files)):
            if target not in ways:
                ways[target] = (*ways[here], target)
                waiting.append(target)
    return ways


def circles_of_files(tree: Tree, rules: Rules) -> list[str]:
    """Files that import each other, directly or by way of others."""
    found = (" > ".join(map(tree.place, circle)) for circle in circles(tree.imports))
    return [f"{circle}: no files import each other" for circle in found]


def circles_of_packages(tree: Tree, rules: Rules) -> list[str]:
    """Packages that import each other, with two files for each step."""
    steps = {(tree.package(a), tree.package(b)): (a, b) for a, b in tree.arrows}
    graph: dict[str, list[str]] = {}
    for a, b in steps:
        graph.setdefault(a, []).append(b)
    found = []
    for circle in circles(graph):
        pairs = [steps[step] for step in pairwise(circle)]
        by = "; ".join(f"{tree.place(a)} imports {tree.place(b)}" for a, b in pairs)
        found.append(f"{' > '.join(circle)}: no packages import each other, but {by}")
    return found


def circles(graph: Graph) -> list[tuple[str, ...]]:
    """The shortest way back to each node that has one; each circle once, its first node again at its end."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in graph:
        ways, waiting = {start: (start,)}, [start]
        for here in waiting:
            for target in graph.get(here, ()):
                if target == start:
                    found.setdefault(frozenset(ways[here]), (*ways[here], start))
                elif target not in ways:
                    ways[target] = (*ways[here], target)
                    waiting.append(target)
    return list(found.values())


def imports_against_the_flow(tree: Tree, rules: Rules) -> list[str]:
    """Rows that allow what stands in a row below them, or nowhere: the table reads from the ground up."""
    known, found = set[str](), []
    for rule in rules.values():
        below = [name for name in rule.may if name in rules and name not in known]
        found += [f"{TABLE} lets {rule.package} import {name}, whose row comes later" for name in below]
        known.add(rule.package)
    return found


def rows_and_folders(tree: Tree, rules: Rules) -> list[str]:
    """Packages without a row, and rows without a package."""
    here = {tree.package(m) for m in tree.files if m != LIBRARY or tree.imports[m]}
    missing, empty = sorted(here - set(rules)), [name for name in rules if name not in here]
    return [
        *(f"{TABLE} has no row for {name}: say what it holds and may import" for name in missing),
        *(f"{TABLE} has a row for {name}, which is not there" for name in empty),
    ]


def unused_permissions(tree: Tree, rules: Rules) -> list[str]:
    """What the table allows though no file imports it: then the table says less than it could."""
    used = {(tree.package(a), tree.package(b)) for a, b in tree.arrows}
    return [
        f"{TABLE} lets {rule.package} import {name}, which no file of it does: take it out"
        for rule in rules.values()
        for name in rule.may
        if (rule.package, name) not in used
    ]


def crowded_root(tree: Tree, rules: Rules) -> list[str]:
    """More modules in the library's root than one can look over."""
    files = (tree.root / LIBRARY).glob("*.py")
    loose = sorted(file.name for file in files if file.name != "__init__.py")
    if len(loose) <= ROOT_LIMIT:
        return []
    return [f"{LIBRARY}/ itself has {len(loose)} modules, {ROOT_LIMIT} at most: {', '.join(loose)}"]


CHECKS = (
    forbidden_imports, forbidden_reach, circles_of_files, circles_of_packages, imports_against_the_flow,
    rows_and_folders, unused_permissions, crowded_root,
)  # fmt: skip
