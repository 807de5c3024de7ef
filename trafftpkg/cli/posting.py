"""What the letters' commands have in common: collecting and sending, on the desk of the session."""

from importlib.util import find_spec
from pathlib import Path

from trafftpkg.bootstrap import Desk
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.untrusted import CatalogueInvalidError
from trafftpkg.domain.errors.unusable import StoreUnusableError
from trafftpkg.letters.collecting import Collecting
from trafftpkg.letters.facts import heads_of
from trafftpkg.letters.links import OwnPaths
from trafftpkg.letters.sending import Sending
from trafftpkg.letters.smtp import Mail

_LIBRARIES = ("babel", "icalendar", "itsdangerous", "jinja2")


def collecting_of(desk: Desk) -> Collecting:
    """Return what puts letters into the outbox; raises as `catalogue_of`."""
    return Collecting(desk.inquiry, desk.outbox, desk.place, catalogue_of(desk).business.mailing.reminders)


def sending_of(desk: Desk, folder: str, mail: Mail, address: str | None) -> Sending:
    """Return what sends them.

    Args:
        folder: The catalogue's folder.
        address: The page's, for links. None: letters have none.

    Raises:
        StoreUnusableError: the libraries that lay letters out are not installed.
        CatalogueInvalidError: as `catalogue_of`.
    """
    if any(find_spec(each) is None for each in _LIBRARIES):
        raise StoreUnusableError(where="Sending letters", reason="library_missing", thing="web")
    from trafftpkg.letters.writing import write

    catalogue = catalogue_of(desk)
    paths = None if address is None else OwnPaths(desk.door.signatures)
    return Sending(
        inquiry=desk.inquiry,
        outbox=desk.outbox,
        mail=mail,
        head=heads_of(catalogue, Path(folder).absolute(), mail.sender, address, paths),
        write=write,
        waits=desk.door.waits,
        copies=catalogue.business.mailing.copy_news,
        clock=desk.read_clock,
    )


def catalogue_of(desk: Desk) -> Catalogue:
    """Return the catalogue; while it has problems, the last good one.

    Raises:
        CatalogueInvalidError: there is no good one.
    """
    try:
        return desk.catalogue.catalogue()
    except CatalogueInvalidError:
        last_good = desk.catalogue.last_good()
        if last_good is None:
            raise
        return last_good
