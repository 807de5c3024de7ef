"""What all pages share: settings, templates and names."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from jinja2 import Environment

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.untrusted import CatalogueInvalidError
from trafftpkg.languages.choosing import language_for
from trafftpkg.languages.language import Language, Languages, known_languages
from trafftpkg.languages.telling import Telling
from trafftpkg.letters.smtp import Mail
from trafftpkg.web.addresses import Addresses
from trafftpkg.web.backend import Backend
from trafftpkg.web.payment import Checkout
from trafftpkg.web.safety.limits import Pace
from trafftpkg.web.templating import templates_in


class PageSettings:
    """The booking page as configured.

    Args:
        folder: The catalogue's folder, with its pictures.
        address: The whole address of the page, without a slash at its end, for letters.
        known: The languages that there are words in. Left out: those of the program.
        embedders: Origins of sites that may show the page in a frame.
    """

    def __init__(  # noqa: PLR0913 - all that is configured
        self,
        *,
        backend: Backend,
        folder: Path,
        address: str,
        mail: Mail | None = None,
        checkouts: Sequence[Checkout] = (),
        known: Languages | None = None,
        embedders: Sequence[str] = (),
    ) -> None:
        self.backend = backend
        self.folder = folder.absolute()
        self.address = address.rstrip("/")
        self.mail = mail
        self.checkouts = tuple(checkouts)
        self.checkout_origins = tuple(each.origin for each in self.checkouts)
        self.embedders = tuple(embedders)
        self.pace = Pace()
        self.known = known or known_languages()
        self._told: dict[str, Telling] = {}

    @cached_property
    def addresses(self) -> Addresses:
        """The page's addresses."""
        return Addresses(self.backend.door)

    def languages(self) -> tuple[str, ...]:
        """Return the languages that clients can choose: the business's, the usual one first."""
        try:
            return self.backend.catalogue().business.languages
        except CatalogueInvalidError:
            return self.known.spoken

    def language(self, wished: str | None, accepted: str) -> Language:
        """Return the language of somebody's page: what they chose, or what their browser says."""
        return self.known.named(language_for(self.languages(), wished, accepted))

    def templates(self, language: Language) -> Environment:
        """Return the templates in a language."""
        return templates_in(language)

    def names(self, catalogue: Catalogue, language: Language) -> Telling:
        """Return the names and formats of this catalogue in a language."""
        told = self._told.get(language.code)
        if told is None or told.declared is not catalogue:
            told = Telling(catalogue, language)
            self._told[language.code] = told
        return told

    def is_mail_resting(self, now: datetime) -> bool:
        """Tell whether no letters are sent for a while, because the mail server was down for the last one."""
        mark = self.backend.outbox.mark()
        return mark is not None and mark.rest_until is not None and mark.rest_until > now

    def is_mail_down(self, now: datetime) -> bool:
        """Tell whether a letter that is to go at once would be lost. The mail server is asked."""
        return self.mail is not None and (self.is_mail_resting(now) or not self.mail.is_up())
