"""Faults found in files, each named by its place."""

from typing import Literal, Self

from trafftpkg.domain.value import Value, facts_of, value

Severity = Literal["error", "warning"]


class Placed(Value):
    """A fault that sorts by its place, which is what its first fields say."""

    __slots__ = ()

    def __lt__(self, other: Self) -> bool:
        return tuple(facts_of(self).values()) < tuple(facts_of(other).values())


@value
class Finding(Placed):
    """A fault in the catalogue. `file` is relative to the catalogue; line and column count from 1."""

    file: str
    line: int
    column: int
    severity: Severity
    field: str
    code: str
    problem: str


@value
class Damage(Placed):
    """A fault in the ledger. `line` counts from 1, so seq + 1; `offset` is in bytes from the file's start."""

    line: int
    offset: int
    kind: str
    problem: str
