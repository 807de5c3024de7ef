"""How an entry keeps a reason: as a hash, while the words stay in the client book (R-1.10)."""


def salted_hash(text: str, salt: str) -> str:
    """Return the hex sha256 of salt and text; without the salt, the text cannot be guessed at."""
    from hashlib import sha256  # with OpenSSL, which a question does not wait for

    return sha256((salt + text).encode()).hexdigest()
