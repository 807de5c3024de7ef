"""Which file or folder keeps this account from another, and who could change that."""

import grp
import os
import pwd
import stat
from pathlib import Path
from typing import Literal, NamedTuple

Right = Literal["read", "write", "enter", "create"]
_GROUPS: dict[Right, int] = {"read": 0o040, "write": 0o020, "enter": 0o010, "create": 0o030}
_BITS: dict[Right, str] = {"read": "rw", "write": "rw", "enter": "x", "create": "rwx"}


class Barrier(NamedTuple):
    """A file or folder, what may not be done with it, and whose it is.

    `is_mine`: it belongs to this account. `is_ours`: it belongs to a group that this account is in.
    `group_may`: who is in that group may do it.
    """

    path: str
    right: Right
    mode: str
    owner: str
    group: str
    is_mine: bool
    is_ours: bool
    group_may: bool

    @property
    def bits(self) -> str:
        """What `chmod` has to add."""
        return _BITS[self.right]


def barrier_before(where: str, *, writing: bool) -> Barrier | None:
    """Return the first thing on the way to a file that forbids it. None if nothing of it can be seen."""
    path = Path(os.path.abspath(where))  # noqa: PTH100 - a link is a thing on the way, and stays one
    for folder in reversed(path.parents):
        if not _may(folder, os.X_OK):
            return _barrier(folder, "enter")
    if os.path.lexists(path):
        if path.is_dir():
            return _barrier(path, "create")
        if not _may(path, os.R_OK):
            return _barrier(path, "read")
        if writing and not _may(path, os.W_OK):
            return _barrier(path, "write")
    return _barrier(path.parent, "create") if not _may(path.parent, os.W_OK) else None


def this_account() -> str:
    """Return the name of the account that this process runs as."""
    return _account(os.geteuid())


def _may(path: Path, wanted: int) -> bool:
    return os.access(path, wanted, effective_ids=True)


def _barrier(path: Path, right: Right) -> Barrier | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return Barrier(
        path=str(path),
        right=right,
        mode=f"{stat.S_IMODE(found.st_mode):04o}",
        owner=_account(found.st_uid),
        group=_group(found.st_gid),
        is_mine=found.st_uid == os.geteuid(),
        is_ours=found.st_gid in {os.getegid(), *os.getgroups()},
        group_may=found.st_mode & _GROUPS[right] == _GROUPS[right],
    )


def _account(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
