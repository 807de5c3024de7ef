"""A ledger's last entry, by which a copy of it can be checked."""

from trafftpkg.cli.objects.values import Json, moment_text
from trafftpkg.cli.output import Format, say, write_lines, write_object
from trafftpkg.domain.entry import Head

HEAD_FIELDS = ("seq", "hash", "at")


def print_head(head: Head | None, form: Format) -> None:
    """Print number, hash and moment (UTC); nulls where nothing is recorded."""
    if form != "table":
        at = None if head is None else moment_text(head.at, "UTC")
        found: Json = {"seq": head and head.seq, "hash": head and head.hash, "at": at}
        write_object(found, form, HEAD_FIELDS)
    elif head is None:
        say("Nothing is recorded yet.")
    else:
        write_lines([f"entry {head.seq}, {head.at:%Y-%m-%d %H:%M:%S} UTC", head.hash])
