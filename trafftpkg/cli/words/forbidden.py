"""Words for what this account may not do: which file or right it is, whose it is, and who can change it."""

import shlex
from collections.abc import Mapping

from trafftpkg.cli.barriers import Barrier, Right, barrier_before, this_account
from trafftpkg.cli.views.values import Json
from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.unusable import ForbiddenReason, NotPermittedError

_MAY_NOT: Mapping[Right, str] = {
    "read": "may not read {path}",
    "write": "may not write to {path}",
    "enter": "may not enter the folder {path}",
    "create": "may not create files in {path}",
}
_AT_A_SERVER: Mapping[ForbiddenReason, tuple[str, str]] = {
    "no_right": (
        "The database role at {where} lacks a permission: {said}.",
        "Grant it what it needs: see 'The role that writes' in: trafftpkg guide postgresql",
    ),
    "not_let_in": (
        "The server does not let this role in at {where}: {said}.",
        "Allow the role, from this computer, in pg_hba.conf on the server.",
    ),
    "password_refused": (
        "The server refused the password for {where}: {said}.",
        "Give the right password: in the address, in PGPASSWORD, or in ~/.pgpass.",
    ),
    "unknown_role": (
        "The server does not know the role for {where}: {said}.",
        "Name a role that the server knows: postgresql://ROLE@…",
    ),
}


@words.register
def _(error: NotPermittedError, names: Names) -> Words:
    if error.reason != "file":
        facts = {"where": error.where, "said": (error.said or "").rstrip(".?")}
        return Words(*(each.format(**facts) for each in _AT_A_SERVER[error.reason]))
    barrier = barrier_before(error.where, writing=error.writing)
    if barrier is None:
        return Words(
            f"{this_account()} may not use {error.where}: {error.said}.",
            f"Look at it, and at its folder: ls -ld {shlex.quote(error.where)}",
        )
    return Words(
        problem=(
            f"{this_account()} {_MAY_NOT[barrier.right].format(path=barrier.path)}. It belongs to "
            f"{barrier.owner}, group {barrier.group}, and has mode {barrier.mode}."
        ),
        remedy=f"{_change(barrier)}. How several people share a ledger: trafftpkg guide operating",
    )


def permission_facts(error: NotPermittedError) -> Json:
    """Return what stands in the way, for programs."""
    barrier = barrier_before(error.where, writing=error.writing) if error.reason == "file" else None
    names = ("path", "right", "mode", "owner", "group")
    return {name: None if barrier is None else getattr(barrier, name) for name in names}


def _change(barrier: Barrier) -> str:
    path = shlex.quote(barrier.path)
    if barrier.is_mine:
        return f"Allow it: chmod u+{barrier.bits} {path}"
    if barrier.is_ours:
        return f"Ask {barrier.owner} to allow it to the group: chmod g+{barrier.bits} {path}"
    if barrier.group_may:
        return f"Use the account {barrier.owner}, or ask to be let into the group {barrier.group}"
    return f"Use the account {barrier.owner}, or ask {barrier.owner} to share it"
