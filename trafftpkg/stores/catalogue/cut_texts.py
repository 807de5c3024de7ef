"""Texts that a `#` cuts without a word: `name: Glow #10` says only Glow, and the rest is a comment."""

import re
from collections.abc import Iterator
from pathlib import Path as FilePath

from trafftpkg.domain.finding import Finding
from trafftpkg.stores.catalogue.sources import Source, bytes_of
from trafftpkg.stores.catalogue.yaml_tree import Tree

_CUT = re.compile(r"""\s*(?:- +)?(?P<key>[\w-]+): +(?P<value>[^\s"'#|>&*!\[{][^#]*?) (?P<rest>#[^\s#].*)\Z""")
"""A plain value, one space, and a `#` with something right behind it: a comment has more of both."""


def cut_texts(folder: FilePath, source: Source) -> Iterator[Finding]:
    """Yield a warning about each value that was probably meant to go on after its `#`."""
    try:
        lines = bytes_of(folder / source.file).decode(errors="replace").splitlines()
    except OSError:
        return
    said = set(_texts(source.tree))
    for number, line in enumerate(lines, 1):
        found = _CUT.match(line)
        # In a text of several lines a '#' is a part of it.
        if found is None or found["value"] not in said or any(found[0].strip() in each for each in said):
            continue
        rest = found["rest"][:20]
        yield Finding(
            file=source.file,
            line=number,
            column=found.start("value") + 1,
            severity="warning",
            field=found["key"],
            code="cut_by_comment",
            problem=f"ends before '{rest}', because '#' begins a comment. Put the whole text in quotes",
        )


def _texts(tree: Tree) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list):
        for each in tree.values() if isinstance(tree, dict) else tree:
            yield from _texts(each)
