"""The places (line and column) of everything in a file."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from yaml.error import Mark

from trafftpkg.stores.catalogue.problem import Path

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class PlacedProblem(NamedTuple):
    """A problem of the YAML itself; line and column count from 1."""

    line: int
    column: int
    field: str
    code: str
    problem: str


class Places:
    """The places of keys and values, by the identity of their mapping or list.

    It keeps references to those containers: an identity is unique only while its owner lives.
    """

    def __init__(self) -> None:
        self.root: Mark | None = None
        self._of: dict[int, dict[str, tuple[Mark, Mark]] | list[Mark]] = {}
        self._owners: list[object] = []

    def of_mapping(self, owner: object) -> dict[str, tuple[Mark, Mark]]:
        """Return where to note the places of a new mapping's keys and values."""
        places: dict[str, tuple[Mark, Mark]] = {}
        self._of[id(owner)] = places
        self._owners.append(owner)
        return places

    def of_list(self, owner: object) -> list[Mark]:
        """Return where to note the places of a new list's items."""
        places: list[Mark] = []
        self._of[id(owner)] = places
        self._owners.append(owner)
        return places

    def line_of(self, owner: object, key: str) -> int:
        """Return the line of a key, from 1."""
        places = self._of[id(owner)]
        assert isinstance(places, dict)
        return int(places[key][0].line) + 1

    def find(self, tree: object, path: Path, at_key: bool) -> tuple[int, int]:
        """Return line and column of the value at `path`, or of its key. Of its container, if missing."""
        mark = self.root
        for number, step in enumerate(path, 1):
            places = self._of.get(id(tree))
            if isinstance(places, dict) and isinstance(tree, Mapping) and step in places:
                key_mark, value_mark = places[str(step)]
                value = tree[step]
                # The parser places an empty value where the next thing begins, maybe on another line.
                mark = key_mark if value is None or (at_key and number == len(path)) else value_mark
            elif isinstance(places, list) and isinstance(tree, Sequence) and isinstance(step, int):
                mark, value = places[step], tree[step]
            else:
                break
            tree = value
        return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character by its number. Lines end as in YAML."""
    line, start = 1, 0
    for end in _LINE_END.finditer(text, 0, offset):
        line, start = line + 1, end.end()
    return line, offset - start + 1
