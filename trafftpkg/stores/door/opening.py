"""Where the files of a ledger's door are."""

import os
from hashlib import sha256
from pathlib import Path

from trafftpkg.stores.door.book import DoorBook
from trafftpkg.stores.door.door import Door


def open_door(ledger: str) -> Door:
    """Return the door of a ledger: beside it on disk, or in the user's state folder if it is at an address.

    Args:
        ledger: A path, or an address without its password.
    """
    base = Path(ledger) if "://" not in ledger else _state_folder() / sha256(ledger.encode()).hexdigest()[:16]
    return Door(
        key_file=base.with_name(f"{base.name}.key"),
        book=DoorBook(base.with_name(f"{base.name}.door")),
        given_key=os.environ.get("TRAFFTPKG_WEB_KEY"),
    )


def _state_folder() -> Path:
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    folder = Path(base) / "trafftpkg"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
