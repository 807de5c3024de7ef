"""New values as they are written into a file: plain, in quotes, or as they were typed."""

import json

import yaml
from yaml.nodes import Node, ScalarNode

from trafftpkg.stores.catalogue.nodes import compose
from trafftpkg.stores.catalogue.yaml_tree import Tree, read_yaml

_YAML_BEGINS = ("[", "{", '"', "'")
"""A value that begins like this is YAML if it is as a whole; every other is a text as it stands."""


def tree_of(typed: str) -> Tree:
    """Return what a typed value comes to: a list or a mapping as YAML has it, else the text itself."""
    return read_yaml(typed.encode()).tree if _is_yaml(typed) else typed


def snippet(typed: str, like: Node | None = None) -> str:
    """Return a typed value as it is written, in the quotes of the value that it replaces."""
    if _is_yaml(typed):
        return typed
    style = like.style if isinstance(like, ScalarNode) else None
    if style == "'" and typed.isprintable():
        return "'" + typed.replace("'", "''") + "'"
    if style != '"' and _can_be_plain(typed):
        return typed
    return json.dumps(typed, ensure_ascii=False)


def _is_yaml(typed: str) -> bool:
    if not typed.startswith(_YAML_BEGINS):
        return False
    document = read_yaml(typed.encode())
    return document.whole and not document.problems and "#" not in _after(typed)


def _after(typed: str) -> str:
    """Return what stands behind the value: a comment there would swallow what follows it in the file."""
    node = compose(typed)
    assert node is not None
    return typed[int(node.end_mark.index) :]


def _can_be_plain(typed: str) -> bool:
    """Tell whether a text is itself without quotes, between brackets too."""
    try:
        node = compose(f"[{typed}]")
    except yaml.YAMLError:
        return False
    items = [] if node is None else node.value
    alone = len(items) == 1 and isinstance(items[0], ScalarNode) and items[0].style is None
    return alone and read_yaml(f"[{typed}]".encode()).tree == [typed]
