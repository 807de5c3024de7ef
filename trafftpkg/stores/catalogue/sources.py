"""Reads the files of a catalogue, and finds the places of problems."""

from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath
from stat import S_ISREG
from typing import NamedTuple

from trafftpkg.domain.finding import Finding, Severity
from trafftpkg.stores.catalogue.problem import Path, Problem, path_text
from trafftpkg.stores.catalogue.yaml_tree import Tree, read_yaml

_MOST_BYTES = 1_000_000
"""More than any file of a catalogue: a thousand services take a tenth of it."""


class Source(NamedTuple):
    """One file as read: its tree, and what was wrong with its YAML.

    `whole` is False if it could not be read to its end: then nothing else is checked. `proposed` is what the
    file would hold, where that is not written yet.
    """

    file: str
    tree: Tree
    whole: bool
    findings: list[Finding]
    proposed: bytes | None = None


def read_source(folder: FilePath, file: str, proposed: bytes | None = None) -> Source:
    """Read a file of the catalogue, or what it would hold. All that is wrong is returned as findings."""
    try:
        document = read_yaml(bytes_of(folder / file) if proposed is None else proposed)
    except OSError as error:
        return Source(file, None, False, [_unreadable(file, error)])
    findings = [
        Finding(file=file, severity="error", **problem._asdict())  # every field of a place, and its words
        for problem in document.problems
    ]
    return Source(file, document.tree, document.whole, findings, proposed)


def bytes_of(path: FilePath) -> bytes:
    """Read a file. What is none is never opened: a pipe would keep us waiting, and a device may have no end.

    Raises:
        OSError: it cannot be read, or is none of ours.
    """
    about = path.stat()
    if not S_ISREG(about.st_mode):
        raise OSError("it is not a file")
    if about.st_size > _MOST_BYTES:
        raise OSError(f"it is larger than {_MOST_BYTES // 1_000_000} MB")
    return path.read_bytes()


def file_finding(file: str, code: str, problem: str, severity: Severity = "error") -> Finding:
    """Return a finding about a file as a whole."""
    return Finding(file=file, line=1, column=1, severity=severity, field="", code=code, problem=problem)


def _unreadable(file: str, error: OSError) -> Finding:
    reason = error.strerror.lower() if error.strerror else str(error)
    return file_finding(file, "unreadable", f"cannot be read: {reason}")


def placed(folder: FilePath, source: Source, problems: Iterable[Problem]) -> Iterator[Finding]:
    """Yield problems with their places. The file is read again, because only then places are needed."""
    try:
        data = bytes_of(folder / source.file) if source.proposed is None else source.proposed
    except OSError as error:
        yield _unreadable(source.file, error)
        return
    document = read_yaml(data)
    lines = data.decode(errors="replace").splitlines()
    unread = {each.field for each in source.findings if each.code == "unknown_alias"}
    for problem in problems:
        if path_text(problem.path) in unread:
            continue  # there is no value, and it was said why
        line, column = document.places.find(document.tree, problem.path, problem.at_key)
        cut = (
            problem.code == "nothing_given"
            and problem.path[-1:] != ("color",)
            and any("#" in each for each in lines[line - 1 : line])
        )
        hint = ". '#' begins a comment. Put the whole text in quotes" if cut else ""
        yield Finding(
            file=source.file,
            line=line,
            column=column,
            severity=problem.severity,
            field=_field(problem.path, source.tree),
            code=problem.code,
            problem=f"{problem.words}{hint}",
        )


def place_in(folder: FilePath, file: str, path: Path) -> tuple[int, int]:
    """Return line and column of a value. The beginning of the file if it cannot be read any more."""
    try:
        document = read_yaml(bytes_of(folder / file))
    except OSError:
        return 1, 1
    return document.places.find(document.tree, path, at_key=False)


def _field(path: Path, tree: Tree) -> str:
    """Return a path for people: `services[facial].max`, or `gallery[0]` for items without an id."""
    words = ""
    for step in path:
        inside: Tree = None
        if isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            inside = tree[step]
        elif isinstance(tree, dict):
            inside = tree.get(str(step))
        words += f"[{_name_of(inside, step)}]" if isinstance(step, int) else f".{step}"
        tree = inside
    return words.removeprefix(".")


def _name_of(item: Tree, number: int) -> str:
    names = [item.get("id"), item.get("service")] if isinstance(item, dict) else []
    return next((each for each in names if isinstance(each, str)), str(number))
