"""Changes one value of a YAML file at its place. All else stays: comments, order, quotes, line ends.

What comes out is read again: it must differ by that value and by nothing else. So a file that is written in
an unusual way is left alone, and never spoiled.
"""

import re
from collections.abc import Sequence

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from trafftpkg.domain.assignment import Assignment
from trafftpkg.domain.errors.naming import nearest
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.stores.catalogue.nodes import NodePlace, compose, end_of, is_block, names_in, spot_of, start_of
from trafftpkg.stores.catalogue.snippets import snippet, tree_of
from trafftpkg.stores.catalogue.yaml_tree import Tree, read_yaml

_COMMENT = re.compile(r"([]}]*)( +)(?=#)")
"""A comment behind a value, or behind the brackets that the value is the last in."""

_BYTE_ORDER_MARK = "\ufeff"
Steps = tuple[str | int, ...]


def edited(data: bytes, base: Steps, change: Assignment) -> bytes:
    """Return a good file with one value changed.

    Args:
        base: Where in the file the thing is that is changed: nowhere, or the number of an item.

    Raises:
        BadArgumentError: there is no such value, or it cannot be changed by itself.
    """
    text = data.decode()
    mark, text = (_BYTE_ORDER_MARK, text[1:]) if text.startswith(_BYTE_ORDER_MARK) else ("", text)
    found = _Finding(text, base, change)
    after = (mark + found.text_after()).encode()
    document = read_yaml(after)
    if not document.whole or document.tree != found.tree_after(read_yaml(data).tree):
        raise BadArgumentError(field="assignments", reason="not_alone", given=change.path)
    return after


def appended(data: bytes, item: Sequence[str]) -> bytes:
    """Return a file that holds a list, with the lines of one more item."""
    text = data.decode()
    node = compose(text.removeprefix(_BYTE_ORDER_MARK))
    assert isinstance(node, SequenceNode)
    file = _Text(text.removeprefix(_BYTE_ORDER_MARK))
    if node.value and not is_block(node):
        tree = read_yaml("\n".join(item).encode()).tree
        assert isinstance(tree, list)
        new = file.into_brackets(node, _in_brackets(tree[0]))
    elif node.value:
        new = file.below_item(node, item)
    else:
        new = file.spliced(start_of(node), int(node.end_mark.index), file.line_end.join(item))
    return (text[: len(text) - len(file.text)] + new).encode()


def _in_brackets(tree: Tree) -> str:
    """Return a value on one line, without what is left out."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {_in_brackets(each)}" for key, each in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(_in_brackets, tree)) + "]"
    return "null" if tree is None else snippet(tree)


class _Text:
    """A text in which something is replaced, put in, or taken out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_end = "\r\n" if "\r\n" in text else "\n"

    def spliced(self, start: int, end: int, new: str) -> str:
        """Put something in place of something. A comment behind it stays in its column, if there is room."""
        comment = _COMMENT.match(self.text, end)
        if comment is None or self.text[end - 1] == "\n" or "\n" in new:
            return self.text[:start] + new + self.text[end:]
        closing, room = comment[1], len(comment[2]) - len(new) + end - start
        return self.text[:start] + new + closing + " " * max(room, 1) + self.text[comment.end() :]

    def below(self, place: int, lines: Sequence[str]) -> str:
        """Put lines below the one that a place is in, and below the comment at its end."""
        end = self._end_of_line(place)
        return self.spliced(end, end, "".join(f"{self.line_end}{each}" for each in lines))

    def below_item(self, items: SequenceNode, lines: Sequence[str]) -> str:
        """Put an item below the last of a list that stands in lines."""
        indent = items.start_mark.column
        return self.below(self._end_of_item(items.value[-1], indent), [" " * indent + each for each in lines])

    def _end_of_item(self, item: Node, indent: int) -> int:
        """Return where an item of a list ends: comments below it that stand further right are its own."""
        end = self._end_of_line(end_of(item, self.text))
        while own := re.compile(rf"\r?\n {{{indent + 1},}}#[^\r\n]*").match(self.text, end):
            end = own.end()
        return end

    def into_brackets(self, node: MappingNode | SequenceNode, new: str) -> str:
        """Put one more value between the brackets of a list or mapping."""
        if not node.value:
            start = start_of(node) + 1
            return self.spliced(start, start, new)
        last = NodePlace(node, len(node.value) - 1).node
        end = end_of(last, self.text)
        return self.spliced(end, end, f", {new}")

    def without(self, spot: NodePlace) -> str:
        """Take a value out, with its key, and with the line that it has for itself."""
        container, number = spot.container, spot.number
        end = end_of(spot.node, self.text)
        if len(container.value) == 1:
            return self.spliced(spot.start, end, "")
        if is_block(container):
            return self._without_lines(spot, end)
        if number:
            return self.spliced(end_of(NodePlace(container, number - 1).node, self.text), end, "")
        return self.spliced(spot.start, NodePlace(container, 1).start, "")

    def _without_lines(self, spot: NodePlace, end: int) -> str:
        start = self.text.rfind("\n", 0, spot.start) + 1
        before = self.text[start : spot.start].strip()
        if before == ("" if spot.key else "-"):
            if spot.key is None:
                end = self._end_of_item(spot.node, spot.container.start_mark.column)
            return self.spliced(start, self._end_of_line(end) + len(self.line_end), "")
        if spot.number == 0:  # the first key of an item stands behind its hyphen
            return self.spliced(spot.start, NodePlace(spot.container, 1).start, "")
        return self.text

    def _end_of_line(self, place: int) -> int:
        found = self.text.find(self.line_end, place)
        return len(self.text) if found < 0 else found


class _Finding:
    """The value that is changed, as far as it is there."""

    def __init__(self, text: str, base: Steps, change: Assignment) -> None:
        self._file = _Text(text)
        self._change = change
        self._way: list[NodePlace] = []
        self._node = compose(text)
        for step in base:
            assert isinstance(self._node, SequenceNode)
            self._take(NodePlace(self._node, int(step)))
        self._missing = self._walk(change.steps)

    def _take(self, spot: NodePlace) -> None:
        self._way.append(spot)
        self._node = spot.node

    def _walk(self, steps: tuple[str, ...]) -> tuple[str, ...]:
        """Go as far as there is something. Return the steps that are left."""
        for number, step in enumerate(steps):
            spot = spot_of(self._node, step)
            if spot is None:
                return steps[number:]
            self._take(spot)
        return ()

    def text_after(self) -> str:
        match self._change.verb:
            case "remove":
                return self._removed()
            case "add" if not self._is_nothing() and not self._missing:
                return self._added()
            case _:
                return self._with_new_key() if self._missing else self._replaced()

    def tree_after(self, tree: Tree) -> Tree:
        """Return what the file is to hold: changed where the way leads, and equal elsewhere."""
        steps: list[str | int] = [each.number if each.key is None else each.key.value for each in self._way]
        return _changed(tree, [*steps, *self._missing], self._change)

    def _removed(self) -> str:
        if self._missing:
            raise self._not_there()
        spot = self._way[-1]
        if len(spot.container.value) > 1 or not is_block(spot.container):
            return self._file.without(spot)
        key = self._way[-2].key if len(self._way) > 1 else None
        return self._in_place_of(spot.container, key, "[]" if spot.key is None else "{}")

    def _added(self) -> str:
        node, new = self._node, snippet(self._change.text)
        if not isinstance(node, SequenceNode):
            raise BadArgumentError(field="assignments", reason="not_a_list", given=self._change.path)
        if not is_block(node):
            return self._file.into_brackets(node, new)
        return self._file.below_item(node, [f"- {new}"])

    def _replaced(self, new: str | None = None) -> str:
        assert self._node is not None
        return self._in_place_of(self._node, self._way[-1].key, new or self._new_value(self._node))

    def _in_place_of(self, node: Node, key: ScalarNode | None, new: str) -> str:
        text = self._file.text
        start, end = start_of(node), end_of(node, text)
        if key is not None and (is_block(node) or start == end):
            # What stood in lines of its own, or nowhere, stands behind its key now.
            start = text.index(":", int(key.end_mark.index)) + 1
            return self._file.spliced(start, max(start, end), f" {new}")
        return self._file.spliced(start, end, new)

    def _with_new_key(self) -> str:
        """Put a key in that was not there, with what is missing between it and the value."""
        key, *deeper = self._missing
        new = self._new_value(None)
        for step in reversed(deeper):
            new = f"{{{step}: {new}}}"
        if self._is_nothing():
            return self._replaced(f"{{{key}: {new}}}")
        if not isinstance(self._node, MappingNode):
            raise self._not_there()
        if not is_block(self._node):
            return self._file.into_brackets(self._node, f"{key}: {new}")
        indent = " " * self._node.value[0][0].start_mark.column
        return self._file.below(end_of(self._node, self._file.text), [f"{indent}{key}: {new}"])

    def _new_value(self, before: Node | None) -> str:
        new = snippet(self._change.text, before)
        return f"[{new}]" if self._change.verb == "add" else new

    def _is_nothing(self) -> bool:
        """Tell whether the way ends at a key without a value."""
        node = self._node
        return isinstance(node, ScalarNode) and node.value == "" and node.style is None

    def _not_there(self) -> BadArgumentError:
        step, known = self._missing[0], names_in(self._node)
        return BadArgumentError(
            field="assignments",
            reason="no_such_value",
            given=self._change.path,
            thing=step,
            nearest=nearest(step, known),
            choices=tuple(known),
        )


def _changed(tree: Tree, steps: Sequence[str | int], change: Assignment) -> Tree:
    if not steps:
        new = tree_of(change.text)
        return [*(tree if isinstance(tree, list) else []), new] if change.verb == "add" else new
    step, last = steps[0], len(steps) == 1 and change.verb == "remove"
    if isinstance(tree, list):
        number = int(step)
        rest = [] if last else [_changed(tree[number], steps[1:], change)]
        return [*tree[:number], *rest, *tree[number + 1 :]]
    kept = dict(tree) if isinstance(tree, dict) else {}
    if last:
        del kept[str(step)]
    else:
        kept[str(step)] = _changed(kept.get(str(step)), steps[1:], change)
    return kept
