"""All errors' words: each subject's are in the file of that name, as the errors are."""

from typing import TYPE_CHECKING

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.untrusted import CatalogueInvalidError
from trafftpkg.web.words import booking, kinds, naming, page, selling, sending
from trafftpkg.web.words.base import NOTHING_DONE, Said, words

if TYPE_CHECKING:
    from trafftpkg.web.exchange import Exchange

SUBJECTS = (booking, kinds, naming, page, selling, sending)
"""The files whose words are in the table once this module is loaded."""

_UNABLE = Said(
    problem="We cannot do this right now.", remedy=f"{NOTHING_DONE} Please try again later.", status=503
)


def say(error: TrafftpkgError, exchange: "Exchange | None") -> Said:
    """Return what is wrong and what to do next; where even names cannot be had, that alone is said."""
    if exchange is None:
        return _UNABLE
    try:
        return words(error, exchange.names)
    except CatalogueInvalidError:
        return _UNABLE
