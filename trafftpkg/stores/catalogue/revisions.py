"""The files of a catalogue as they were committed to git. Nothing is checked out."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from trafftpkg.domain.errors.usage import BadArgumentError, Reason
from trafftpkg.stores.catalogue.files import belongs


def files_in(folder: Path, revision: str) -> dict[str, bytes]:
    """Return the files of a catalogue's folder in a revision: `HEAD~1`, a branch, a tag.

    Raises:
        BadArgumentError: there is no git here, no such revision, or no catalogue in it.
    """
    try:
        inside = _git(folder, *"rev-parse --show-prefix".split())
    except FileNotFoundError:
        raise _refusal("no_git", folder, revision) from None
    if inside is None:
        raise _refusal("not_in_git", folder, revision)
    verify = "rev-parse --verify --quiet --end-of-options".split()
    commit = _git(folder, *verify, f"{revision}^{{commit}}")
    if commit is None:
        raise _refusal("not_a_revision", folder, revision)
    tree = f"{commit.decode().strip()}:{inside.decode().strip()}"
    listed = _git(folder, *"ls-tree -r -z --full-tree".split(), tree)
    names = dict(_named(listed or b""))
    if not names:
        raise _refusal("not_in_revision", folder, revision)
    return dict(zip(names, _contents(folder, list(names.values())), strict=True))


def _refusal(reason: Reason, folder: Path, revision: str) -> BadArgumentError:
    return BadArgumentError(field="old", reason=reason, given=revision, thing=folder.name)


def _named(listed: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name of each file that belongs to a catalogue, and git's name for what it holds."""
    for line in listed.split(b"\0"):
        about, _, name = line.partition(b"\t")
        file = name.decode(errors="replace")
        if belongs(file):
            yield file, about.split()[2].decode()


def _contents(folder: Path, objects: list[str]) -> Iterator[bytes]:
    found = _git(folder, *"cat-file --batch".split(), told="\n".join(objects).encode())
    assert found is not None
    for _ in objects:
        head, _, found = found.partition(b"\n")
        size = int(head.split()[2])
        yield found[:size]
        found = found[size + 1 :]


def _git(folder: Path, *words: str, told: bytes = b"") -> bytes | None:
    """Return what git prints; None if it refuses."""
    command = ["git", "-C", str(folder), *words]  # no shell, and nothing that was typed can be an option
    done = subprocess.run(command, input=told, capture_output=True, check=False)  # noqa: S603
    return done.stdout if done.returncode == 0 else None
