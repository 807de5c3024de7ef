"""What can be mended in a ledger's files without guessing."""

from datetime import datetime
from typing import Literal

from trafftpkg.domain.value import Value, value

RepairKind = Literal["restored", "torn_tail", "line_completed", "index_ahead", "index_anew", "future"]


@value
class EntryAhead(Value):
    """An entry that a wrong clock wrote: when it says it was, who asked, and for what."""

    seq: int
    at: datetime
    by: str
    request: str


@value
class Repair(Value):
    """One step of mending; nothing that it takes away is thrown away.

    Args:
        kind: `restored`: lines get back the bytes that their hashes vouch for;
            `torn_tail`: a line that was never finished is moved aside, and its request is not recorded;
            `line_completed`: a line gets the line feed that it lacks, and its request is recorded;
            `index_ahead`: the ledger as it is counts from now on, though more was acknowledged;
            `index_anew`: there is no index, or none that is fit, so one is made;
            `future`: entries ahead of the clock are moved aside, and their requests are not recorded.
        where: The file.
        seq: The entry it is about: the first that is not as it was written, the unfinished one, the last one
            that was acknowledged, the last one in the index; -1 where nothing is recorded.
        lost: How many entries were acknowledged that the ledger does not have, or will not.
        kept_as: Where that lies which is set aside.
        entries: Those that are moved aside.
    """

    kind: RepairKind
    where: str
    seq: int
    lost: int = 0
    kept_as: str | None = None
    entries: tuple[EntryAhead, ...] = ()
