"""Errors of the page itself, before the engine is asked."""

from datetime import timedelta

from trafftpkg.domain.errors.base import TrafftpkgError


class PageError(TrafftpkgError):
    """The page itself refuses this. Nothing was recorded."""


class NotFoundError(PageError):
    """There is nothing at this address, or this client may not see it."""

    code = "not_found"


class NotOurFormError(PageError):
    """A form that did not come from our page, or from an old one."""

    code = "not_our_form"


class TooLargeError(PageError):
    """A form that is larger than any of ours."""

    code = "too_large"


class TooSlowError(PageError):
    """A form that did not arrive completely in time."""

    code = "too_slow"


class TooOftenError(PageError):
    """One attempt too many. After `wait` it may be tried again."""

    code = "too_often"

    wait: timedelta


class LinkOverError(PageError):
    """A sign-in link that is unknown, expired or used."""

    code = "link_over"


class ClientKnownError(PageError):
    """A visitor who is not signed in gave the e-mail address of a client."""

    code = "client_known"


class CodeSentError(PageError):
    """A visitor gave the e-mail address of a client, and we sent a code there.

    Args:
        is_down: The mail server is down, or was for the last letter.
    """

    code = "code_sent"

    is_down: bool = False


class ChangedMeanwhileError(PageError):
    """What the last page said is no longer true."""

    code = "changed_meanwhile"


class NotSharedError(PageError):
    """The package that is to pay is another client's, who no longer shares it with this one."""

    code = "not_shared"


class NotOfferedError(PageError):
    """A visit at a time, with an employee, or at a location that the page does not offer."""

    code = "not_offered"


class NotConfirmedError(PageError):
    """Too many visits for an e-mail address that is not confirmed."""

    code = "not_confirmed"

    most: int


class NotOnThePageError(PageError):
    """A package that the page does not sell, or a way to pay that it does not offer."""

    code = "not_on_the_page"


class DefectError(PageError):
    """A defect of the program."""

    code = "defect"


class IncompleteError(PageError):
    """A form lacks something. `problems` are whole sentences by field."""

    code = "incomplete"

    problems: dict[str, str]
