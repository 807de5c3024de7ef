"""The result of an import, as JSON and in words."""

from collections.abc import Callable, Mapping

from trafftpkg.cli.views.people import money_words
from trafftpkg.cli.views.values import Json, money_text
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.wording import units_in_words
from trafftpkg.engine.importing import Imported, ImportReport

IMPORTED_FIELDS: dict[str, Callable[[Imported], object]] = {
    "line": lambda imported: imported.row.line,
    "reference": lambda imported: imported.row.request.reference,
    "client": lambda imported: imported.row.request.client,
    "package": lambda imported: imported.row.request.package,
    "purchase": lambda imported: imported.purchase,
    "new": lambda imported: imported.new,
    "expired": lambda imported: imported.expired,
}


def import_object(report: ImportReport) -> Json:
    """Return the totals of what is new, and the result of each row."""
    return {
        "imported": sum(each.new for each in report.rows),
        "imported_before": sum(not each.new for each in report.rows),
        "new_clients": [each.handle for each in report.new_clients],
        "expired": sum(each.new and each.expired for each in report.rows),
        "units": dict(report.units),
        "lapsed": dict(report.lapsed),
        "paid": {report.currency: money_text(report.paid, report.currency)},
        "rows": [imported_object(each) for each in report.rows],
        "dry_run": report.dry_run,
    }


def imported_object(imported: Imported) -> Json:
    """Return a row's purchase, and whether this run imported it."""
    return {name: read(imported) for name, read in IMPORTED_FIELDS.items()}


def import_lines(report: ImportReport) -> list[str]:
    """Return how many balances are new, what is left of them, which have expired, and who was added."""
    new = sum(each.new for each in report.rows)
    before = len(report.rows) - new
    units, paid = _told(report.units) or "nothing", money_words(report.paid, report.currency)
    left = f": {units} left, {paid} paid" if new else ""
    lines = [f"{_count(new, 'balance')} imported{left}."]
    expired = sum(each.new and each.expired for each in report.rows)
    if expired:
        has = "has" if expired == 1 else "have"
        lines.append(f"{expired} of them {has} expired, with {_told(report.lapsed)} left, which lapse.")
    if before:
        left = "it is" if before == 1 else "they are"
        lines.append(f"{_count(before, 'balance')} imported before, left as {left}.")
    if report.new_clients:
        lines.append(f"{_count(len(report.new_clients), 'client')} added.")
    return lines


def _told(units: Mapping[Unit, int]) -> str:
    return " and ".join(units_in_words(count, unit) for unit, count in units.items())


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
