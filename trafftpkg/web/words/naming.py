"""Words for names that are not known, or not clear."""

from trafftpkg.domain.errors.naming import (
    AmbiguousClientError,
    ClientExistsError,
    SameClientError,
    UnknownAppointmentError,
    UnknownClientError,
    UnknownEmployeeError,
    UnknownLocationError,
    UnknownPackageError,
    UnknownPurchaseError,
    UnknownServiceError,
)
from trafftpkg.web.page_names import PageNames
from trafftpkg.web.words.base import ASK_US, OTHER_TIME, Said, words

_FRONT = "The front page shows what there is now."


@words.register
def _(error: UnknownClientError, names: PageNames) -> Said:
    return Said(problem="We do not know you by that name.", remedy="Please sign in again, or ask us.")


@words.register
def _(error: UnknownPackageError, names: PageNames) -> Said:
    return Said(problem="There is no such package any more.", remedy=_FRONT, status=404)


@words.register
def _(error: UnknownServiceError, names: PageNames) -> Said:
    return Said(problem="This service is no longer given.", remedy=_FRONT, status=404)


@words.register
def _(error: UnknownPurchaseError, names: PageNames) -> Said:
    return Said(problem="There is no such package.", remedy="Your account shows yours.", status=404)


@words.register
def _(error: UnknownAppointmentError, names: PageNames) -> Said:
    return Said(problem="There is no such visit.", remedy="Your account shows yours.", status=404)


@words.register
def _(error: UnknownEmployeeError, names: PageNames) -> Said:
    return Said(problem="Who was to give this visit is no longer with us.", remedy=OTHER_TIME)


@words.register
def _(error: UnknownLocationError, names: PageNames) -> Said:
    return Said(problem="We are no longer at that place.", remedy=OTHER_TIME)


@words.register
def _(error: AmbiguousClientError, names: PageNames) -> Said:
    return Said(problem="Several clients have this number.", remedy="Please give your e-mail address.")


@words.register
def _(error: SameClientError, names: PageNames) -> Said:
    return Said(problem="That is your own account.", remedy=ASK_US)


@words.register
def _(error: ClientExistsError, names: PageNames) -> Said:
    return Said(
        problem="There is an account with this e-mail address.", remedy="Please sign in first, then go on."
    )
