"""Words for what was filled in and cannot be meant."""

from trafftpkg.domain.errors.usage import (
    BadArgumentError,
    SkippedTimeError,
    TwiceOccurringTimeError,
)
from trafftpkg.web.page_names import PageNames
from trafftpkg.web.words.base import OTHER_TIME, Said, words

_FORM = 422


@words.register(SkippedTimeError)
@words.register(TwiceOccurringTimeError)
def _(error: object, names: PageNames) -> Said:
    return Said(problem="The clocks change at that time.", remedy=OTHER_TIME, status=_FORM)


@words.register
def _(error: BadArgumentError, names: PageNames) -> Said:
    return Said(problem="These choices do not go together.", remedy="Please choose again.", status=_FORM)
