"""Who writes: one business, with the links of the page for each client."""

from pathlib import Path

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.letters.facts import Letterhead
from trafftpkg.letters.links import OwnPaths, PageLinks
from trafftpkg.letters.ports import HeadFor


def heads_of(
    catalogue: Catalogue, folder: Path, sender: str, address: str | None = None, paths: OwnPaths | None = None
) -> HeadFor:
    """Return what makes letterheads.

    Args:
        folder: The catalogue's, with the logo.
        sender: The header From.
        address: The page's whole address, without a slash at its end. Without it letters have no links.
        paths: The page's paths of a client's own things.
    """

    def head_for(client: Client) -> Letterhead:
        links = PageLinks(address, paths, client.key) if address and paths else None
        return Letterhead(catalogue=catalogue, folder=str(folder), sender=sender, links=links)

    return head_for
