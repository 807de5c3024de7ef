"""Words for names that are not known, or not clear."""

from trafftpkg.domain.errors.naming import (
    AmbiguousClientError,
    ClientExistsError,
    UnknownEmployeeError,
    UnknownLocationError,
)
from trafftpkg.languages.telling import Telling
from trafftpkg.web.words.base import Said, ask_us, other_time, words


@words.register
def _(error: UnknownEmployeeError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("The person for this visit no longer works here."), remedy=other_time(names)
    )


@words.register
def _(error: UnknownLocationError, names: Telling) -> Said:
    return Said(problem=names.gettext("We are no longer at that location."), remedy=other_time(names))


@words.register
def _(error: AmbiguousClientError, names: Telling) -> Said:
    return Said(problem=names.gettext("More than one client uses this e-mail address."), remedy=ask_us(names))


@words.register
def _(error: ClientExistsError, names: Telling) -> Said:
    if error.what == "phone":
        problem = names.gettext("We already know a client with this phone number.")
    else:
        problem = names.gettext("We already know a client with this e-mail address.")
    return Said(problem=problem, remedy=names.gettext("Please sign in first."))
