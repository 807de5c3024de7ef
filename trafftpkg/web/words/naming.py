"""Words for names that are not known, or not clear."""

from trafftpkg.domain.errors.naming import (
    AmbiguousClientError,
    ClientExistsError,
    UnknownEmployeeError,
    UnknownLocationError,
)
from trafftpkg.languages.telling import Telling
from trafftpkg.web.words.base import ASK_US, OTHER_TIME, Said, words


@words.register
def _(error: UnknownEmployeeError, names: Telling) -> Said:
    return Said(problem="The person for this visit no longer works here.", remedy=OTHER_TIME)


@words.register
def _(error: UnknownLocationError, names: Telling) -> Said:
    return Said(problem="We are no longer at that location.", remedy=OTHER_TIME)


@words.register
def _(error: AmbiguousClientError, names: Telling) -> Said:
    return Said(problem="More than one client uses this e-mail address.", remedy=ASK_US)


@words.register
def _(error: ClientExistsError, names: Telling) -> Said:
    what = "phone number" if error.what == "phone" else "e-mail address"
    return Said(problem=f"We already know a client with this {what}.", remedy="Please sign in first.")
