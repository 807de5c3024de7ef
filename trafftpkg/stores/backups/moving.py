"""What goes with a ledger that moves, beside its lines."""

from trafftpkg.domain.errors.unavailable import failed
from trafftpkg.stores.backups.backing_up import BackedUpPlace
from trafftpkg.stores.clients.book import copy_clients
from trafftpkg.stores.door.key import keep_key
from trafftpkg.stores.door.notes import copy_notes


def take_along(source: BackedUpPlace, target: BackedUpPlace) -> None:
    """Copy the client book, and the door: its key, and who is signed in.

    Raises: what opening them raises, and
        StoreError, NotPermittedError, DiskFullError: the key cannot be read, or put there.
    """
    copy_clients(source.client_tables, target.client_tables)
    copy_notes(source.door_tables, target.door_tables)
    try:
        keep_key(source.key_file, target.key_file)
    except OSError as error:
        raise failed(str(error.filename), error) from error
