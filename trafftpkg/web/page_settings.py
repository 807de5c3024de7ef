"""What all pages share: settings, templates and names."""

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.web.addresses import Addresses
from trafftpkg.web.backend import Backend
from trafftpkg.web.formats import Formats
from trafftpkg.web.mail import Mail
from trafftpkg.web.page_names import PageNames
from trafftpkg.web.payment import Checkout
from trafftpkg.web.safety.limits import Pace

HERE = Path(__file__).parent
STATIC = HERE / "static"


class PageSettings:
    """The booking page as configured.

    Args:
        folder: The catalogue's folder, with its pictures.
        address: The whole address of the page, without a slash at its end, for letters.
    """

    def __init__(
        self,
        *,
        backend: Backend,
        folder: Path,
        address: str,
        mail: Mail | None = None,
        checkouts: Sequence[Checkout] = (),
    ) -> None:
        self.backend = backend
        self.folder = folder.absolute()
        self.address = address.rstrip("/")
        self.mail = mail
        self.checkouts = tuple(checkouts)
        self.pace = Pace()
        self._kept_names: PageNames | None = None

    @cached_property
    def addresses(self) -> Addresses:
        """The page's addresses."""
        return Addresses(self.backend.door)

    @cached_property
    def templates(self) -> Environment:
        """The templates. Everything they write is escaped, and an unknown name is an error."""
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.globals["static"] = {each.name: _versioned(each) for each in STATIC.iterdir()}
        return environment

    def names(self, catalogue: Catalogue) -> PageNames:
        """Return the names and formats of this catalogue."""
        kept = self._kept_names
        if kept is None or kept.catalogue is not catalogue:
            business = catalogue.business
            kept = PageNames(catalogue, Formats(business.locale, business.currency))
            self._kept_names = kept
        return kept


def _versioned(file: Path) -> str:
    return f"/static/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:12]}"
