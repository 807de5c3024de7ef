"""Faults found in files, each named by its place."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """A fault in the catalogue. `file` is relative to the catalogue; line and column count from 1."""

    file: str
    line: int
    column: int
    severity: Severity
    field: str
    code: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Damage:
    """A fault in the ledger. `line` counts from 1, so seq + 1; `offset` is in bytes from the file's start."""

    line: int
    offset: int
    kind: str
    problem: str
