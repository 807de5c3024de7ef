"""Drafts put at the end of the chain: numbered, hashed, and written as lines."""

from collections.abc import Sequence

from trafftpkg.domain.entry import RULES_VERSION, Draft, Entry
from trafftpkg.stores.lines.line import LONGEST, TAIL, VERSION, body_of, chained, sealed


def chained_on(drafts: Sequence[Draft], seq: int, before: str) -> list[tuple[Entry, bytes]]:
    """Return drafts as entries from number `seq` on, each with its line, after a line with the hash `before`.

    Raises:
        MalformedError: a text has characters that UTF-8 has no bytes for, or an entry would be too long.
    """
    recorded = []
    for draft in drafts:
        body = body_of(draft, seq)
        if len(body) + TAIL > LONGEST:
            raise _too_long(len(body))
        before = chained(body, before)
        recorded.append((_entry(draft, seq, before), sealed(body, before)))
        seq += 1
    return recorded


def _too_long(size: int) -> Exception:
    from trafftpkg.domain.errors.usage import MalformedError

    expected = f"what fits into one entry of {LONGEST} bytes"
    return MalformedError(what="The request", typed=f"{size} bytes", expected=expected)


def _entry(draft: Draft, seq: int, digest: str) -> Entry:
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
        hash=digest,
    )
