"""Problems found in files, each named by its place."""

from typing import Literal, Self

from trafftpkg.domain.value import Value, facts_of, value

Severity = Literal["error", "warning"]
DamageKind = Literal[
    "blank",
    "byte_order_mark",
    "changed",
    "doubled",
    "head",
    "line_ending",
    "misnumbered",
    "missing",
    "out_of_order",
    "replaced",
    "reprinted",
    "run_together",
    "swapped",
    "unreadable",
]
"""What can have become of a line; scripts may rely on these."""


@value
class Finding(Value):
    """A problem in the catalogue. `file` is relative to the catalogue; line and column count from 1.

    It sorts by its place, which is what its first fields say.
    """

    file: str
    line: int
    column: int
    severity: Severity
    field: str
    code: str
    problem: str

    def __lt__(self, other: Self) -> bool:
        return tuple(facts_of(self).values()) < tuple(facts_of(other).values())


@value
class Damage(Value):
    """A problem in the ledger. `line` counts from 1, so seq + 1; `offset` is in bytes from the file's start.

    Args:
        seq: The entry that the line says it is.
        due: The entry that should stand there.
        said: What is wrong with the line's JSON, as who reads it says.
    """

    line: int
    offset: int
    kind: DamageKind
    seq: int | None = None
    due: int | None = None
    said: str | None = None
