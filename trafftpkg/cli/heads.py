"""The last entry of a ledger, for checking copies."""

from pathlib import Path
from typing import NamedTuple

from trafftpkg.cli.errors import MalformedError
from trafftpkg.cli.output import Format, say, write_lines, write_object
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.domain.header import Head

HEAD_FIELDS = ("seq", "hash", "at")


class KeptHead(NamedTuple):
    """A head that was printed earlier and kept elsewhere."""

    seq: int
    hash: str


def head_in(path: str) -> KeptHead:
    """Return the head in a file that holds what `ledger head --format json` printed.

    Raises:
        MalformedError: the file holds something else, or cannot be read.
    """
    import json

    try:
        found = json.loads(Path(path).read_bytes())
    except (OSError, ValueError):
        found = None
    seq, digest = (found.get("seq"), found.get("hash")) if isinstance(found, dict) else (None, None)
    if not (isinstance(seq, int) and isinstance(digest, str)):
        raise MalformedError(
            what="--head", typed=path, expected="a file with what ledger head --format json printed"
        )
    return KeptHead(seq, digest)


def print_head(head: Head | None, form: Format) -> None:
    """Print number, hash and moment (UTC), or nulls if nothing is recorded."""
    if form != "table":
        at = None if head is None else moment_text(head.at, "UTC")
        found: Json = {"seq": head and head.seq, "hash": head and head.hash, "at": at}
        write_object(found, form, HEAD_FIELDS)
    elif head is None:
        say("Nothing is recorded yet.")
    else:
        write_lines([f"entry {head.seq}, {head.at:%Y-%m-%d %H:%M:%S} UTC", head.hash])
