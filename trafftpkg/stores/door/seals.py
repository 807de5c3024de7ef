"""Values that leave the program and come back: nobody can read, make, or change them without the key."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64Error
from functools import lru_cache
from hashlib import sha256

_MARK = 16
"""Bytes of the mark: its own proof, and what the rest is hidden with."""

_KEPT = 4096
_SHORT = 200
"""Seals and texts up to this length are kept at hand: addresses and sessions are met all the time."""


class Seals:
    """Seals texts, each for one kind of use, and opens what was sealed for that use.

    A mark is computed over kind and text, and the text is hidden with a stream that begins at the mark (the
    "synthetic IV" of RFC 5297, on HMAC-SHA256). So the same text always has the same seal, and an address
    built of one can be bookmarked.

    Args:
        key: Secret; 32 bytes or more.
    """

    def __init__(self, key: bytes) -> None:
        self._marking = hmac.digest(key, b"mark", sha256)
        self._hiding = hmac.digest(key, b"hide", sha256)
        self._sealed_lately = lru_cache(_KEPT)(self._sealed)
        self._opened_lately = lru_cache(_KEPT)(self._opened)

    def seal(self, kind: str, text: str) -> str:
        """Return the text as letters, digits, `-` and `_` that only this key can read."""
        return (self._sealed_lately if len(text) <= _SHORT else self._sealed)(kind, text)

    def opened(self, kind: str, sealed: str) -> str | None:
        """Return the text, or None where it was not sealed with this key for this kind of use."""
        return (self._opened_lately if len(sealed) <= _SHORT else self._opened)(kind, sealed)

    def _sealed(self, kind: str, text: str) -> str:
        plain = text.encode()
        mark = self._mark(kind, plain)
        return _written(mark + self._hidden(mark, plain))

    def _opened(self, kind: str, sealed: str) -> str | None:
        try:
            raw = urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
        except (NoBase64Error, UnicodeEncodeError):
            return None
        if _written(raw) != sealed:
            return None  # Base64 lets some letters vary without a difference; a seal is written in one way.
        mark, hidden = raw[:_MARK], raw[_MARK:]
        plain = self._hidden(mark, hidden)
        if not hmac.compare_digest(mark, self._mark(kind, plain)):
            return None
        return plain.decode()

    def _mark(self, kind: str, plain: bytes) -> bytes:
        return hmac.digest(self._marking, kind.encode() + b"\0" + plain, sha256)[:_MARK]

    def _hidden(self, mark: bytes, text: bytes) -> bytes:
        blocks = range(-(-len(text) // 32))
        stream = b"".join(
            hmac.digest(self._hiding, mark + block.to_bytes(4, "big"), sha256) for block in blocks
        )
        mixed = int.from_bytes(text) ^ int.from_bytes(stream[: len(text)])
        return mixed.to_bytes(len(text))


def _written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
