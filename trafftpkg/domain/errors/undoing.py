"""An entry, or the payment that it recorded, cannot be taken back."""

from typing import Literal

from trafftpkg.domain.errors.base import RefusedError
from trafftpkg.domain.ids import ThingId
from trafftpkg.domain.value import Value, value

WhyNot = Literal[
    "later",
    "unknown",
    "lapse",
    "merge",
    "import",
    "seal",
    "undo",
    "nothing",
    "absence",
    "confirmed",
    "no_payment",
    "taken_back",
    "went_on",
]


@value
class LaterEntry(Value):
    """An entry that came after another and touched the same thing."""

    thing: ThingId
    seq: int
    request: str


class CannotUndoError(RefusedError):
    """An entry, or the payment that it recorded, can no longer be taken back.

    Args:
        why: `later`: other entries have touched the same things since. `unknown`: there is no such entry.
            `lapse`, `merge`, `import`, `seal`, `undo`, `absence`, `confirmed`: such an entry is not taken
            back. `nothing`: it did nothing that could be. Of a payment: `no_payment`: the entry records
            none for the thing; `taken_back`: it was reversed already; `went_on`: it was paid back, or went
            on with units.
        later: What came after, by thing.
        thing: Whose payment it is.
    """

    code = "cannot_undo"

    entry: int
    why: WhyNot
    later: tuple[LaterEntry, ...] = ()
    thing: ThingId | None = None
