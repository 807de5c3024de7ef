"""What a store asks of who decides: to look again."""


class LedgerMovedError(Exception):
    """Nothing was recorded, since something changed meanwhile or the way to the ledger broke: decide again.

    It never reaches a person.

    Args:
        otherwise: What to raise in its place when trying again did not help.
    """

    def __init__(self, *, otherwise: Exception) -> None:
        super().__init__(str(otherwise))
        self.otherwise = otherwise
