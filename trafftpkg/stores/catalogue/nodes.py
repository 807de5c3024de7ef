"""Where the values of a YAML file begin and end, so that one can be changed and the rest stays as it is.

Read with the parser that is written in Python: it notes an empty value where it is missing, and not where
the next thing begins.
"""

from collections.abc import Sequence
from typing import NamedTuple

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from trafftpkg.stores.catalogue.yaml_tree import LOADER

Step = str | int


class NodePlace(NamedTuple):
    """A value in its mapping or list.

    Args:
        container: The mapping or list that holds it.
        number: Its place there, from 0.
    """

    container: MappingNode | SequenceNode
    number: int

    @property
    def key(self) -> ScalarNode | None:
        """The key of a value in a mapping."""
        return self.container.value[self.number][0] if isinstance(self.container, MappingNode) else None

    @property
    def node(self) -> Node:
        """The value."""
        found = self.container.value[self.number]
        node: Node = found[1] if isinstance(self.container, MappingNode) else found
        return node

    @property
    def start(self) -> int:
        """Where it begins: its key, where it has one."""
        return start_of(self.key or self.node)


def compose(text: str) -> Node | None:
    """Return the nodes of a file that is known to be good YAML; None if it is empty."""
    try:
        return yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:  # as at a tab behind a key, which only the parser that reads files allows
        node: Node | None = yaml.compose(text, Loader=LOADER)
        return node


def spot_of(container: Node | None, step: str) -> NodePlace | None:
    """Return the value that a step leads to: by key; in a list by id, service, text, or number."""
    if isinstance(container, MappingNode):
        return _numbered(container, [_texts(key) for key, _ in container.value], step)
    if isinstance(container, SequenceNode):
        named = _numbered(container, [_texts(each) for each in container.value], step)
        return named or _by_number(container, step)
    return None


def names_in(container: Node | None) -> list[str]:
    """Return what can be named in a mapping or list."""
    if isinstance(container, MappingNode):
        return [name for key, _ in container.value for name in _texts(key)]
    if isinstance(container, SequenceNode):
        return [next(iter(_texts(each)), str(number)) for number, each in enumerate(container.value)]
    return []


def start_of(node: Node) -> int:
    """Return where a node begins, as the number of a character."""
    return int(node.start_mark.index)


def end_of(node: Node, text: str) -> int:
    """Return where the last thing in a node ends. The parser says where the next one begins."""
    if isinstance(node, ScalarNode):
        end = int(node.end_mark.index)
        return len(text[:end].rstrip()) if node.style in ("|", ">") else end
    assert isinstance(node, CollectionNode)
    if node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    return end_of(last[1] if isinstance(node, MappingNode) else last, text)


def is_block(node: Node) -> bool:
    """Tell whether a node stands in lines of its own, and not between brackets or in quotes."""
    if isinstance(node, ScalarNode):
        return node.style in ("|", ">")
    return isinstance(node, CollectionNode) and not node.flow_style


def _numbered(
    container: MappingNode | SequenceNode, names: Sequence[Sequence[str]], step: str
) -> NodePlace | None:
    return next((NodePlace(container, number) for number, each in enumerate(names) if step in each), None)


def _by_number(container: SequenceNode, step: str) -> NodePlace | None:
    known = step.isascii() and step.isdecimal() and int(step) < len(container.value)
    return NodePlace(container, int(step)) if known else None


def _texts(node: Node) -> list[str]:
    """Return what an item or a key is called: its text, or the id or service in it."""
    if isinstance(node, ScalarNode):
        return [node.value]
    if isinstance(node, MappingNode):
        return [
            item.value
            for key, item in node.value
            if isinstance(item, ScalarNode) and key.value in ("id", "service")
        ]
    return []
