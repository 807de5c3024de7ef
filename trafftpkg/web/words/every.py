"""All errors' words: each subject's are in the file of that name, as the errors are."""

from typing import TYPE_CHECKING

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.untrusted import CatalogueInvalidError
from trafftpkg.languages.language import Language
from trafftpkg.web.words import booking, page, selling
from trafftpkg.web.words.base import Said, words

if TYPE_CHECKING:
    from trafftpkg.web.exchange import Exchange

SUBJECTS = (booking, page, selling)
"""The files whose words are in the table once this module is loaded."""


def say(error: TrafftpkgError, exchange: "Exchange") -> Said:
    """Return what is wrong and what to do next; where even names cannot be had, that alone is said."""
    try:
        return words(error, exchange.names)
    except CatalogueInvalidError:
        return unable(exchange.language)


def unable(language: Language) -> Said:
    """Return what is said where nothing can be done, and nobody's fault but ours is known."""
    return Said(
        problem=language.gettext("We cannot do this right now."),
        remedy=language.gettext("Nothing was booked or bought. Please try again later."),
        status=503,
    )
