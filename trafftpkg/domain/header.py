"""What a ledger was opened with, whether a catalogue is its own, and how far it goes."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import TZPATH

from trafftpkg.domain.value import Value, value

if TYPE_CHECKING:
    from trafftpkg.domain.catalogue import Business

GENESIS_HASH = "0" * 64
"""What stands for the hash of the line before the first."""


@value
class Head(Value):
    """The last entry of a ledger, by which a copy of it can be checked."""

    seq: int
    hash: str
    at: datetime


@value
class Header(Value):
    """What a ledger was opened with."""

    ledger: str
    time_zone: str
    currency: str


@value
class Difference(Value):
    """A setting in which ledger and catalogue differ."""

    field: Literal["currency", "time_zone"]
    ledger: str
    catalogue: str


def differences(header: Header, business: "Business") -> tuple[Difference, ...]:
    """Return where the catalogue differs from the ledger. The digits of money follow the currency."""
    found = []
    if header.currency != business.currency:
        found.append(Difference(field="currency", ledger=header.currency, catalogue=business.currency))
    if not is_same_zone(header.time_zone, business.time_zone):
        found.append(Difference(field="time_zone", ledger=header.time_zone, catalogue=business.time_zone))
    return tuple(found)


def is_same_zone(one: str, other: str) -> bool:
    """Tell whether two names are of one time zone: Europe/Kiev and Europe/Kyiv."""
    if one == other:
        return True
    rules = _rules_of(one)
    return rules is not None and rules == _rules_of(other)


def _rules_of(zone: str) -> bytes | None:
    """Return the compiled rules of a time zone, as `zoneinfo` finds them; None if there are none."""
    for folder in TZPATH:
        path = Path(folder, zone)
        if path.is_file():
            return path.read_bytes()
    from importlib.resources import files  # where the system has no zones of its own

    try:
        return files("tzdata.zoneinfo").joinpath(zone).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        return None
