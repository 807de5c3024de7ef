"""The secret key of the door."""

import os
from hashlib import sha256
from pathlib import Path

from trafftpkg.domain.errors.unavailable import failed
from trafftpkg.domain.errors.unusable import StoreUnusableError

KEY_BYTES = 32


def secret_key(path: Path, given: str | None) -> bytes:
    """Return the given key, or the one in the file. A missing file is created.

    Give the same key to servers on several machines. Only the owner may read the file. Deleting it signs
    everybody out, and ends all links and addresses that were given out.

    Raises:
        StoreUnusableError: others may read it, or it is not a key.
        StoreUnavailableError: it cannot be read or made.
    """
    if given is not None:
        if len(given) < KEY_BYTES:
            raise StoreUnusableError(
                where="TRAFFTPKG_WEB_KEY", reason="key_too_short", given=len(given), limit=KEY_BYTES
            )
        return sha256(given.encode()).digest()
    try:
        _make(path)
        return _read(path)
    except OSError as error:
        raise failed(str(path), error, writing=True) from error


def keep_key(copy: Path, path: Path) -> Path | None:
    """Put a copy of a key in its place, and return where the other key is kept that was there, if any.

    Raises:
        OSError: it cannot be read, or put there.
    """
    if not copy.exists() or (path.exists() and path.read_bytes() == copy.read_bytes()):
        return None
    kept_as = path.with_name(f"{path.name}.before-restore") if path.exists() else None
    if kept_as is not None:
        path.rename(kept_as)
    _put(path, copy.read_bytes())
    return kept_as


def _make(path: Path) -> None:
    if not path.exists():
        _put(path, os.urandom(KEY_BYTES))


def _put(path: Path, key: bytes) -> None:
    """Create the file under another name first. If several processes or threads start at once, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f"{path.name}.{os.urandom(8).hex()}.new")
    descriptor = os.open(mine, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, key)
        os.fsync(descriptor)
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        os.close(descriptor)
        mine.unlink()


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise StoreUnusableError(where=str(path), reason="key_not_secret")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StoreUnusableError(
            where=str(path), reason="key_has_wrong_length", given=len(key), limit=KEY_BYTES
        )
    return key
