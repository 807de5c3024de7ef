"""Signs values that leave the program and come back. Anybody can read them, but not make or change them."""

from functools import lru_cache
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer

_KINDS = 64
"""How many derived keys are cached. There are about ten kinds of use."""


class Signatures:
    """Signs texts, each for one kind of use. A signature for one use is not valid for another.

    Args:
        key: The secret: 32 bytes or more.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._serializer = lru_cache(_KINDS)(self._made)

    def sign(self, kind: str, text: str) -> str:
        """Return the text with its signature: letters, digits, `-`, `_` and `.`."""
        return str(self._serializer(kind).dumps(text))

    def signed(self, kind: str, value: str) -> str | None:
        """Return the text. None if it was not signed with this key for this use."""
        try:
            text = self._serializer(kind).loads(value.encode("ascii", "replace"))
        except BadSignature:
            return None
        return text if isinstance(text, str) else None

    def signature(self, kind: str, text: str) -> str:
        """Return only the signature. It shows nothing of the text, and nobody else can work it out."""
        return self._serializer(kind).make_signer().get_signature(text.encode()).decode()

    def is_signature(self, kind: str, text: str, signature: str) -> bool:
        """Tell whether this is the signature of a text."""
        shown = signature.encode("ascii", "replace")
        return self._serializer(kind).make_signer().verify_signature(text.encode(), shown)

    def _made(self, kind: str) -> URLSafeSerializer:
        facts = {"digest_method": sha256, "key_derivation": "hmac"}
        return URLSafeSerializer(self._key, salt=kind.encode(), signer_kwargs=facts)
