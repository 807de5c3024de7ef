"""The secret that everything at the door hangs on."""

import os
from hashlib import sha256
from pathlib import Path

from trafftpkg.domain.errors.unavailable import StoreUnavailableError, failed

KEY_BYTES = 32


def secret_key(path: Path, given: str | None) -> bytes:
    """Return the key that was given, or the one in the file, which is made where there is none.

    Servers on several machines are given the same key. The file can be read by its owner only; deleting it
    signs everybody out and ends all links and addresses that were handed out.

    Raises:
        StoreUnavailableError: it cannot be read or made, others may read it, or it is no key.
    """
    if given is not None:
        if len(given) < KEY_BYTES:
            raise StoreUnavailableError(
                where="TRAFFTPKG_WEB_KEY", reason="key_too_short", given=len(given), limit=KEY_BYTES
            )
        return sha256(given.encode()).digest()
    try:
        _make(path)
        return _read(path)
    except OSError as error:
        raise failed(str(path), error, writing=True) from error


def _make(path: Path) -> None:
    """Make the file whole under a name of our own first: of all that start at once, threads too, one wins."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f"{path.name}.{os.urandom(8).hex()}.new")
    descriptor = os.open(mine, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, os.urandom(KEY_BYTES))
        os.fsync(descriptor)
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        os.close(descriptor)
        mine.unlink()


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise StoreUnavailableError(where=str(path), reason="key_not_secret")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StoreUnavailableError(
            where=str(path), reason="key_has_wrong_length", given=len(key), limit=KEY_BYTES
        )
    return key
