"""Figures of the program's source, to look at and not to pass: how much there is, how deep, how often.

    python -m tests.house

A chain of imports counts those within functions, and those for the type checker too: whoever reads a module
may have to know all that it names. Modules that know each other are one step of it.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from statistics import median, quantiles

from tests.source_code import Module, modules

SHORT = 40
"""Lines of a file that may be one too many."""
NOUN = re.compile(r"(?:(?<![A-Za-z])(?:un)?block|Block|Unblock)(?:s|ed)?(?![a-z])|(?<![a-z])blk(?![a-z])")
"""The thing that came last, an absence: `Block`, `BlockId`, `EmployeeUnblocked`, `blk`, a table `blocks`."""
NOT_THE_NOUN = frozenset({"blocked", "is_block", "trim_blocks", "lstrip_blocks"})
"""A reason why somebody cannot be booked, a style of YAML, and settings of Jinja."""
TWICE_ON_PURPOSE = ("trafftpkg.stores.catalogue.business_card", "trafftpkg.stores.catalogue.schema")
"""Declare for YAML what the domain declares for the rules, by the same names."""

Needs = Mapping[str, frozenset[str]]


def figures(house: Iterable[Module]) -> dict[str, str]:
    """Return each figure by what it counts."""
    rooms = list(house)
    lengths = sorted(length for room in rooms for length in lengths_in(room.tree))
    twice = twice_named(rooms)
    return {
        "files": f"{len(rooms)}",
        "lines": f"{sum(room.lines() for room in rooms):,}",
        "import depth": f"{depth(needs_in(rooms))}",
        f"files of {SHORT} lines or fewer": f"{sum(room.lines() <= SHORT for room in rooms)}",
        "public class names twice": f"{len(twice)} {', '.join(twice)}".strip(),
        "files that name an absence": f"{sum(names_it(room.tree) for room in rooms)}",
        "functions: median / p90 / longest": (
            f"{median(lengths):.0f} / {quantiles(lengths, n=10)[-1]:.0f} / {lengths[-1]}"
        ),
    }


def needs_in(rooms: Iterable[Module]) -> Needs:
    """Return the modules of the house that each of its modules imports; its front door is none of them."""
    names = {room.name: room for room in rooms if room.name != "trafftpkg"}
    return {
        name: frozenset(
            found for each in room.imports if (found := _module_of(each, names)) in names and found != name
        )
        for name, room in names.items()
    }


def depth(needs: Needs) -> int:
    """Return how many steps the longest chain of imports has."""
    reached = {name: _reached(name, needs) for name in needs}
    circle = {
        name: frozenset((name, *(each for each in reached[name] if name in reached[each]))) for name in needs
    }

    @cache
    def longest(step: frozenset[str]) -> int:
        further = {circle[each] for name in step for each in needs[name]} - {step}
        return 1 + max(map(longest, further), default=0)

    return max(map(longest, circle.values()), default=0)


def twice_named(rooms: Iterable[Module]) -> list[str]:
    """Return the names that several public classes have."""
    count = Counter(
        node.name
        for room in rooms
        for node in room.tree.body
        if isinstance(node, ast.ClassDef)
        and not node.name.startswith("_")
        and room.name not in TWICE_ON_PURPOSE
    )
    return sorted(name for name, times in count.items() if times > 1)


def names_it(tree: ast.AST) -> bool:
    """Tell whether code names the noun: whoever adds another one may have to add it there too.

    Names count: of classes, functions, arguments, modules; and kinds, keys and tables, which are texts of one
    word. What sentences, docstrings and comments say does not, since nothing depends on it.
    """
    return any(
        NOUN.search(name)
        for node in ast.walk(tree)
        for _, name in ast.iter_fields(node)
        if isinstance(name, str) and " " not in name and name not in NOT_THE_NOUN
    )


def lengths_in(tree: ast.AST) -> Iterator[int]:
    """Yield the length of each function and method, from `def` to its last line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def _module_of(imported: str, names: Iterable[str]) -> str:
    return imported if imported in names else imported.rpartition(".")[0]


def _reached(name: str, needs: Needs) -> frozenset[str]:
    found: set[str] = set()
    rest = set(needs[name])
    while rest:
        found |= rest
        rest = set().union(*(needs[each] for each in rest)) - found
    return frozenset(found)


if __name__ == "__main__":
    for what, figure in figures(modules()).items():
        print(f"{what:<36} {figure}")
