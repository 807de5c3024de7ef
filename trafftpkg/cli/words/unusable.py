"""Words for a file, a server or a library that cannot be used, now or as it is, by the reason."""

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.unavailable import StoreUnavailableError, UnavailableReason
from trafftpkg.domain.errors.unusable import StoreError, StoreUnusableError, UnusableReason

_Telling = Callable[[StoreError], Words]


def _tell(problem: str, remedy: str) -> _Telling:
    """Return a telling that fills facts into a problem and a remedy.

    `{path}` and `{folder}` are the file and its folder, to be pasted.
    """
    return lambda error: Words(*(each.format(**_facts(error)) for each in (problem, remedy)))


def _absolute(where: str) -> Path:
    try:
        return Path(where).absolute()
    except FileNotFoundError:  # the working folder is gone
        return Path(where)


def _facts(error: StoreError) -> dict[str, object]:
    path = _absolute(error.where)
    return {
        "where": error.where,
        "said": (error.said or "").rstrip(".?"),
        "thing": error.thing,
        "given": error.given,
        "limit": error.limit,
        "path": shlex.quote(str(path)),
        "moved": shlex.quote(f"{path}.moved"),
        "folder": shlex.quote(str(path.parent)),
        "address": shlex.quote(error.where),
    }


def _library_missing(error: StoreError) -> Words:
    from trafftpkg.cli.installed import adding

    return Words(
        f"{error.where} needs a library that is not installed.", f"Install it: {adding(str(error.thing))}"
    )


def _not_printed(error: StoreError) -> Words:
    return Words(
        f"The answer could not be printed: {error.said or 'standard output is closed'}.",
        "It may be done already. Look with: trafftpkg list. Or repeat it with the same --idempotency-key.",
    )


_MOVE = "Move it away: mv {path} {moved}"
_ADDRESS = "Write it like this: postgresql://desk@ledger-1.example/ledger"

_UNAVAILABLE: Mapping[UnavailableReason, _Telling] = {
    "address_taken": _tell(
        "{where} cannot be used: {said}.", "Choose another: trafftpkg serve --host 127.0.0.1 --port 8001"
    ),
    "cancelled": _tell(
        "The server {where} cancelled the request: {said}.",
        "Try again. If it is cancelled again, allow more time: ALTER ROLE … SET statement_timeout, "
        "on the server.",
    ),
    "changed_meanwhile": _tell(
        "Another program changed {where} at the same time. Nothing was recorded.", "Try again."
    ),
    "failed": _tell(
        "{where} cannot be used: {said}.",
        "Check the path, and that you may read and write there. Then try again.",
    ),
    "index_failed": _tell(
        "The index {where} cannot be used: {said}.", "Try again. A damaged index is rebuilt."
    ),
    "link_leads_nowhere": _tell(
        "{where} is a link to {thing}, which cannot be reached.",
        "Mount the disk it is on, or correct the link: ls -l {path}",
    ),
    "mail_server_down": _tell(
        "The mail server {where} does not take letters: {said}. Letters that wait: {given}.",
        "Check TRAFFTPKG_SMTP. Nothing is lost: the next run sends them: trafftpkg letters send",
    ),
    "no_folder": _tell("The folder of {where} does not exist.", "Create it: mkdir -p {folder}"),
    "not_found": _tell("{where} does not exist.", "Check the path: ls -l {path}"),
    "not_printed": _not_printed,
    "server_only_reads": _tell(
        "The server {where} does not accept writes. It is a standby, or is set to read-only.",
        "Name the server that accepts writes. If the address has several hosts, it is found by itself: "
        "postgresql://ledger-1,ledger-2/…?target_session_attrs=read-write",
    ),
    "unreachable": _tell(
        "{where} cannot be reached: {said}.",
        "Check that the server is running, and that host, port and database in --ledger are right.",
    ),
}
_UNUSABLE: Mapping[UnusableReason, _Telling] = {
    "address_not_read": _tell("{where} is not a valid address: {said}.", _ADDRESS),
    "hard_links": _tell(
        "{where} has {given} names (hard links). It must have only one.",
        "Remove the other names. Find them with: find / -xdev -samefile {path}",
    ),
    "is_a_folder": _tell("{where} is a folder, not a file.", "Give the path of a file."),
    "key_has_wrong_length": _tell(
        "The secret key in {where} has {given} bytes. It must have {limit}.",
        "Delete it. A new one is made, and everybody is signed out: rm {path}",
    ),
    "key_not_secret": _tell(
        "Other people can read the secret key in {where}.", "Keep it to yourself: chmod 600 {path}"
    ),
    "key_too_short": _tell(
        "{where} has {given} characters. It needs at least {limit}.",
        "Give it a long random text: export TRAFFTPKG_WEB_KEY=$(openssl rand -hex 32)",
    ),
    "library_missing": _library_missing,
    "links_in_a_circle": _tell(
        "{where} cannot be used: its symbolic links lead in a circle.",
        "Correct them. See where they lead: namei {path}",
    ),
    "name_too_long": _tell("{where} is longer than a name can be.", "Give a shorter path."),
    "network_folder": _tell(
        "{where} is on a network file system ({thing}), where locks are not reliable.",
        "Keep the ledger on a disk of this computer. For several computers, use PostgreSQL: "
        "trafftpkg --ledger postgresql://… ledger init",
    ),
    "no_working_folder": _tell(
        "The folder that you started the command in no longer exists.", "Go to a folder that exists: cd"
    ),
    "not_a_folder": _tell(
        "{where} cannot be used: a file is in the place of one of its folders.",
        "Give a path whose folders are folders. See which is none: namei {path}",
    ),
    "not_a_regular_file": _tell("{where} is not a regular file.", _MOVE),
    "read_only_disk": _tell(
        "{where} is on a read-only disk.",
        "Mount it for writing, or use another place. See: findmnt -T {folder}",
    ),
    "server_too_old": _tell(
        "The server {where} is PostgreSQL {given}. The oldest that works is {limit}.",
        "Upgrade the server to PostgreSQL {limit} or newer.",
    ),
    "symbolic_link": _tell("{where} is a symbolic link.", _MOVE),
    "tables_too_old": _tell(
        "The tables at {where} have version {given}, but this program needs version {limit}.",
        "Upgrade them, as a role that may create tables: trafftpkg --ledger {address} ledger upgrade",
    ),
}


@words.register
def _(error: StoreUnavailableError, names: Names) -> Words:
    return _UNAVAILABLE[error.reason](error)


@words.register
def _(error: StoreUnusableError, names: Names) -> Words:
    return _UNUSABLE[error.reason](error)
