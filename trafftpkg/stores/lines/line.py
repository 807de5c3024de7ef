"""The exact bytes of a line, and how lines are chained: see guide/file-format.md."""

from collections.abc import Sequence
from datetime import datetime
from json import loads
from typing import Any

from trafftpkg.domain.entry import RULES_VERSION, Draft, Entry
from trafftpkg.domain.header import Header
from trafftpkg.domain.value import replace
from trafftpkg.stores.lines.wire import ShapeError, compact, decode
from trafftpkg.stores.lines.wire_writing import written

VERSION = 2
"""The version of lines that are written. All versions from 1 on are read."""

SEAL = b',"hash":"'
END = b'"}\n'
TAIL = len(SEAL) + 64 + len(END)
"""How many bytes the hash and its surroundings take at the end of a line."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""A byte order mark, as some editors put it at the beginning of a file. A ledger has none."""

LONGEST = 1 << 25
"""How many bytes a line has at most, with its line feed. No ledger writes a longer one."""


class TooNewError(Exception):
    """The line is of a later version than this program knows."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version
        self.known = VERSION


def chained_on(drafts: Sequence[Draft], seq: int, before: str) -> list[tuple[Entry, bytes]]:
    """Number drafts from `seq` on, and return entries with lines. `before` is the hash of the last line.

    Raises:
        BadArgumentError: a text cannot be written as UTF-8, or an entry would be too long.
    """
    recorded = []
    for draft in drafts:
        entry = _entry(draft, seq)
        body = _body_of(entry)
        if len(body) + TAIL > LONGEST:
            raise _too_long(len(body))
        before = chained(body, before)
        recorded.append((replace(entry, hash=before), sealed(body, before)))
        seq += 1
    return recorded


def header_of(opening: Header, at: datetime, by: str) -> Draft:
    """Return the draft of entry 0, the header."""
    from trafftpkg.domain.events.ledger import LedgerOpened

    opened = LedgerOpened(
        ledger=opening.ledger, time_zone=opening.time_zone, currency=opening.currency, format=VERSION
    )
    return Draft(at=at, by=by, request="open", key=None, fingerprint="", clients=(), events=(opened,))


def chained(body: bytes, before: str) -> str:
    """Return the hash of a line with this body, after a line with the hash `before`."""
    from hashlib import sha256  # loads OpenSSL, which questions do not need

    return sha256(before.encode() + body).hexdigest()


def sealed(body: bytes, digest: str) -> bytes:
    """Return the whole line."""
    return body + SEAL + digest.encode() + END


def is_whole(line: bytes) -> bool:
    """Tell whether a line ends with a hash and a line feed. The hash itself is not checked."""
    return len(line) > TAIL and line.startswith(SEAL, len(line) - TAIL) and line.endswith(END)


def hash_in(line: bytes) -> str:
    """Return the hash that a whole line carries."""
    return line[-len(END) - 64 : -len(END)].decode("ascii", "replace")


def printed_anew(text: bytes) -> bytes | None:
    """Return JSON written like a line of the ledger. None if it is not JSON, or nested too deeply."""
    try:
        return compact(loads(text)).encode() + b"\n"
    except (ValueError, RecursionError):
        return None


def entry_of(line: bytes) -> Entry:
    """Return the entry of a line.

    Raises:
        TooNewError: it is of a later version.
        ShapeError: this version does not write such a line.
    """
    return decode(Entry, fields_of(line))


def fields_of(line: bytes) -> dict[str, Any]:
    """Return the fields of a line of a known version; raises the same errors as `entry_of`."""
    try:
        text = line.decode().removesuffix("\n")
        fields = loads(text)
    except ValueError as error:
        raise ShapeError(f"not JSON: {error}") from None
    except RecursionError:
        raise ShapeError("it nests deeper than any entry") from None
    version = fields.get("v") if isinstance(fields, dict) else None
    if version.__class__ is not int:
        raise ShapeError("not an entry: it has no version")
    if version > VERSION:
        raise TooNewError(version)
    if version < 1:
        raise ShapeError(f"version {version} never was")
    # A line has one exact form: the ledger never writes a name twice, a needless escape, or half a character.
    try:
        is_as_written = compact(fields) == text
    except RecursionError:
        is_as_written = False
    if not is_as_written:
        raise ShapeError(
            "not as an entry is written: it has names given twice, or characters written otherwise"
        )
    return fields  # type: ignore[no-any-return]


def _body_of(entry: Entry) -> bytes:
    """Return a line up to, not including, `,"hash":"`."""
    text = written(entry).rpartition(',"hash":"')[0]
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        from trafftpkg.domain.errors.usage import BadArgumentError

        broken = text[max(error.start - 20, 0) : error.end + 20]
        raise BadArgumentError(field="request", reason="not_text", given=broken) from None


def _too_long(size: int) -> Exception:
    from trafftpkg.domain.errors.usage import BadArgumentError

    return BadArgumentError(field="request", reason="too_long", given=size, limit=LONGEST)


def _entry(draft: Draft, seq: int) -> Entry:
    return Entry(
        v=VERSION,
        seq=seq,
        at=draft.at,
        by=draft.by,
        request=draft.request,
        key=draft.key,
        fingerprint=draft.fingerprint,
        rules=RULES_VERSION,
        clients=draft.clients,
        events=draft.events,
        hash="",
    )
