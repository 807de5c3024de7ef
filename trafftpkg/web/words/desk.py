"""Words for what only the desk asks for: a client meets them nowhere, but is not left without them."""

from trafftpkg.domain.errors.booking import AlreadyUnblockedError
from trafftpkg.domain.errors.importing import ImportInvalidError
from trafftpkg.domain.errors.naming import UnknownBlockError
from trafftpkg.web.names import Names
from trafftpkg.web.words.base import ASK_US, Said, words


@words.register(AlreadyUnblockedError)
@words.register(ImportInvalidError)
@words.register(UnknownBlockError)
def _(error: object, names: Names) -> Said:
    return Said(problem="This can only be done by us.", remedy=ASK_US)
