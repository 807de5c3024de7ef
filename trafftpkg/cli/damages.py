"""What is wrong with a ledger, line by line."""

from trafftpkg.cli.output import Format, say
from trafftpkg.cli.words.damages import damage_words
from trafftpkg.domain.care import LedgerState
from trafftpkg.domain.finding import Damage


def print_damages(found: LedgerState, form: Format) -> None:
    """Say each damage on stderr, as words; where JSON is asked for, the error's details carry them."""
    if form in ("json", "jsonl"):
        return
    for each in found.damages:
        say(_sentence(each))
    unnamed = found.damaged - len(found.damages)
    if unnamed:
        say(f"… and {unnamed} more.")


def _sentence(damage: Damage) -> str:
    return f"line {damage.line}, byte {damage.offset}: {damage.kind}: {damage_words(damage)}"
