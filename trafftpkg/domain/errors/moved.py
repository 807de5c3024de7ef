"""What a store asks of who decides: to look again."""

from dataclasses import dataclass


@dataclass(kw_only=True, eq=False, repr=False)
class LedgerMovedError(Exception):
    """Nothing was recorded, since something changed meanwhile or the way to the ledger broke: decide again.

    It never reaches a person: `otherwise` is what to raise in its place when trying again did not help.
    """

    otherwise: Exception
