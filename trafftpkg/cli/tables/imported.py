"""What an import brought in, in words."""

from trafftpkg.cli.views.people import money_words
from trafftpkg.domain.wording import units_in_words
from trafftpkg.engine.importing import ImportReport


def import_lines(report: ImportReport) -> list[str]:
    """Return how many balances are new, what is left of them, and who was added."""
    new = sum(each.new for each in report.rows)
    before = len(report.rows) - new
    units = " and ".join(units_in_words(count, unit) for unit, count in report.units.items())
    left = f": {units} left, {money_words(report.paid, report.currency)} paid" if new else ""
    lines = [f"{_count(new, 'balance')} imported{left}."]
    if before:
        left = "it is" if before == 1 else "they are"
        lines.append(f"{_count(before, 'balance')} imported before, left as {left}.")
    if report.new_clients:
        lines.append(f"{_count(len(report.new_clients), 'client')} added.")
    return lines


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
