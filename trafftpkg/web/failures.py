"""What can go wrong on the page alone, before anything is asked of the engine."""

from datetime import timedelta

from trafftpkg.domain.errors.base import TrafftpkgError


class PageError(TrafftpkgError):
    """Something that the page itself refuses; nothing was recorded."""


class NotFoundError(PageError):
    """There is nothing at this address, or nothing that this client may see."""

    code = "not_found"


class NotOurFormError(PageError):
    """A form that did not come from a page of ours, or from one that is out of date."""

    code = "not_our_form"


class TooLargeError(PageError):
    """A form larger than any of ours."""

    code = "too_large"


class TooSlowError(PageError):
    """A form that did not come as a whole within the time."""

    code = "too_slow"


class TooOftenError(PageError):
    """One attempt too many. After `wait` it may be tried again."""

    code = "too_often"

    wait: timedelta


class LinkOverError(PageError):
    """A sign-in link that is none, is over, or was used."""

    code = "link_over"


class ClientKnownError(PageError):
    """Somebody who has not signed in gave an e-mail address that belongs to a client."""

    code = "client_known"


class ChangedMeanwhileError(PageError):
    """What was told on the last page no longer holds."""

    code = "changed_meanwhile"


class NotOfferedError(PageError):
    """A visit at a time, with an employee, or at a place that the page does not offer."""

    code = "not_offered"


class NotConfirmedError(PageError):
    """More visits than may be held for an e-mail address that nobody has confirmed."""

    code = "not_confirmed"

    most: int


class NotOnThePageError(PageError):
    """A package that is not sold on the page, or a way to pay that is not offered on it."""

    code = "not_on_the_page"


class DefectError(PageError):
    """The program itself is at fault."""

    code = "defect"


class IncompleteError(PageError):
    """A form lacks something. `problems` are whole sentences by the field that they are about."""

    code = "incomplete"

    problems: dict[str, str]
