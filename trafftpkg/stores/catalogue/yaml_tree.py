"""Reads YAML as text, with places, and guesses nothing.

Values are read from the parser's events, so `no`, `10:30`, `0123` and `480.00` stay text. Only a plain `~`,
`null` or no value at all is None.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, NoReturn, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from trafftpkg.stores.catalogue.directions import TURNING, turning
from trafftpkg.stores.catalogue.places import PlacedProblem, Places, line_and_column
from trafftpkg.stores.catalogue.problem import Path, path_text
from trafftpkg.stores.catalogue.yaml_problems import IN_KEY, odd_space, syntax_problem
from trafftpkg.stores.catalogue.yaml_words import QUOTES

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
Event: TypeAlias = Any
"""An event of either parser. libyaml's events have no types."""

MOST_DEEP = 24
MOST_ALIASED = 20_000
"""How many values aliases in one file may stand for: enough for any business, too few for an attack."""

_NOTHING = frozenset(["", "~", "null", "Null", "NULL"])
# libyaml is ten times as fast. Both give the same events.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Document(NamedTuple):
    """A file as a tree of text, with all places, and the problems of its YAML.

    `tree` is None for an empty file, and for a file that could not be read to its end. `whole` tells which.
    """

    tree: Tree
    places: Places
    problems: list[PlacedProblem]
    whole: bool


def read_yaml(data: bytes) -> Document:
    """Read one document. Whatever the bytes are, everything wrong is returned as problems."""
    places = Places()
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        place = line_and_column(data[: error.start].decode(), error.start)
        return _unreadable(
            places, place, "not_utf8", "is not UTF-8 text from here on. Save the file as UTF-8"
        )
    if turned := list(_turned(text)):
        return Document(None, places, turned, False)
    problems: list[PlacedProblem] = []
    try:
        tree = _Reader(LOADER(data).get_event, places, problems).document()
    except _UnreadableError as error:
        return Document(None, places, [*problems, error.problem], False)
    except yaml.MarkedYAMLError as error:
        return _unreadable(places, *syntax_problem(error, text, LOADER), problems)
    except yaml.YAMLError:
        found = _UNPRINTABLE.search(text)
        place = line_and_column(text, found.start()) if found else (1, 1)
        problem = "has a character that YAML does not allow. Remove it, or escape it in double quotes"
        return _unreadable(places, place, "yaml_syntax", problem, problems)
    return Document(tree, places, problems, True)


def _turned(text: str) -> Iterator[PlacedProblem]:
    """Yield what makes a file look otherwise than it reads, also in its comments."""
    for found in () if text.isascii() else TURNING.finditer(text):
        yield PlacedProblem(*line_and_column(text, found.start()), "", "text_direction", turning(found[0]))


def _unreadable(
    places: Places, place: tuple[int, int], code: str, problem: str, before: Sequence[PlacedProblem] = ()
) -> Document:
    return Document(None, places, [*before, PlacedProblem(*place, "", code, problem)], False)


class _UnreadableError(Exception):
    def __init__(self, problem: PlacedProblem) -> None:
        self.problem = problem


class _Reader:
    """Builds the tree in one pass over the events, and notes all places."""

    def __init__(self, get_event: Callable[[], Event], places: Places, problems: list[PlacedProblem]) -> None:
        self._next = get_event
        self._places = places
        self._anchors: dict[str, tuple[Tree, int] | None] = {}
        self._size = 0
        self._aliased = 0
        self._problems = problems
        self._unused: dict[str, tuple[Event, Path]] = {}

    def document(self) -> Tree:
        self._next()
        event = self._next()
        if type(event) is StreamEndEvent:
            return None
        event = self._next()
        self._places.root = event.start_mark
        tree = self._value(event, 0, ())
        self._next()
        for anchor, (named, at) in self._unused.items():
            # What was meant as a text, as in `name: &more`, would be cut without a word.
            problem = f"'&{anchor}' is a name that no '*{anchor}' uses. {QUOTES}, if it is a text"
            self._problem(named, at, "unused_anchor", problem)
        event = self._next()
        if type(event) is DocumentStartEvent:
            problem = "starts a second document. Keep one document in a file, without '---'"
            self._problem(event, (), "several_documents", problem)
        return tree

    def _value(self, event: Event, depth: int, path: Path) -> Tree:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event, path)
        if kind is AliasEvent:
            return self._alias(event, path)
        if depth == MOST_DEEP:
            raise _UnreadableError(
                self._placed(event, path, "too_deep", f"is nested more than {MOST_DEEP} levels deep")
            )
        if event.tag is not None:
            self._refuse_tag(event, path)
        anchor, before = event.anchor, self._size
        if anchor is not None:
            self._anchors[anchor] = None
        tree: Tree = self._mapping(depth, path) if kind is MappingStartEvent else self._list(depth, path)
        if anchor is not None:
            self._anchors[anchor] = (tree, self._size - before + 1)
        return tree

    def _scalar(self, event: Event, path: Path) -> str | None:
        self._size += 1
        if event.tag is not None:
            self._refuse_tag(event, path)
        text: str = event.value
        value = None if text in _NOTHING and event.implicit[0] else text
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)
            self._unused[event.anchor] = event, path
        return value

    def _mapping(self, depth: int, path: Path) -> dict[str, Tree]:
        found: dict[str, Tree] = {}
        places = self._places.of_mapping(found)
        step = self._next
        while type(key := step()) is not MappingEndEvent:
            event = step()
            name = key.value if type(key) is ScalarEvent else self._refuse_odd_key(key, path)
            # Scalars are handled here, because nine values in ten are scalars without tag or anchor.
            if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
                self._size += 1
                text = event.value
                value: Tree = None if text in _NOTHING and event.implicit[0] else text
            else:
                value = self._value(event, depth + 1, (*path, name))
            odd = key.tag is not None or key.anchor is not None or name == "<<" or name in found
            odd = odd or not name.isascii()
            if odd and self._refused_key(key, name, found, path):
                continue
            found[name] = value
            places[name] = (key.start_mark, event.start_mark)
        return found

    def _list(self, depth: int, path: Path) -> list[Tree]:
        found: list[Tree] = []
        places = self._places.of_list(found)
        while type(event := self._next()) is not SequenceEndEvent:
            places.append(event.start_mark)
            found.append(self._value(event, depth + 1, (*path, len(found))))
        return found

    def _alias(self, event: Event, path: Path) -> Tree:
        self._unused.pop(event.anchor, None)
        if event.anchor not in self._anchors:
            self._problem(
                event,
                path,
                "unknown_alias",
                f"there is no '&{event.anchor}' before this '*{event.anchor}'. {QUOTES}, if it is a text",
            )
            return None
        target = self._anchors[event.anchor]
        if target is None:
            problem = f"'*{event.anchor}' is inside '&{event.anchor}', so it would never end"
            raise _UnreadableError(self._placed(event, path, "endless_alias", problem))
        tree, size = target
        self._size += size
        self._aliased += size
        if self._aliased > MOST_ALIASED:
            problem = f"aliases stand for more than {MOST_ALIASED} values. Write the values out"
            raise _UnreadableError(self._placed(event, path, "too_many_aliases", problem))
        return tree

    def _refuse_odd_key(self, key: Event, path: Path) -> NoReturn:
        raise _UnreadableError(
            self._placed(key, path, "key_not_text", "a key must be a word, followed by ': '")
        )

    def _refused_key(self, key: Event, name: str, found: dict[str, Tree], path: Path) -> bool:
        here = (*path, name)
        if odd := IN_KEY.search(name):
            mark = key.start_mark
            problem = odd_space(odd[0])
            raise _UnreadableError(
                PlacedProblem(mark.line + 1, mark.column + odd.start() + 1, "", "yaml_syntax", problem)
            )
        if key.tag is not None:
            self._refuse_tag(key, here)
        if key.anchor is not None:
            self._anchors[key.anchor] = (name, 1)
        if name == "<<" and key.implicit[0]:
            self._problem(key, here, "merge_key", "merging with '<<' is not supported. Write the values out")
            return True
        if name in found:
            problem = f"is given twice. The first is on line {self._places.line_of(found, name)}"
            self._problem(key, here, "duplicate_key", problem)
            return True
        return False

    def _refuse_tag(self, event: Event, path: Path) -> None:
        self._problem(
            event, path, "tag", f"must not have a tag ('{event.tag}'). Remove it, or put the text in quotes"
        )

    def _problem(self, event: Event, path: Path, code: str, problem: str) -> None:
        self._problems.append(self._placed(event, path, code, problem))

    def _placed(self, event: Event, path: Path, code: str, problem: str) -> PlacedProblem:
        mark = event.start_mark
        return PlacedProblem(mark.line + 1, mark.column + 1, path_text(path), code, problem)
