"""What one run of `expire` wrote down, for the operator's mail."""

from trafftpkg.cli.tables.transcript import purchase_words
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import money_words
from trafftpkg.domain.wording import units_in_words
from trafftpkg.engine.expiry import ExpiryReport


def expiry_lines(report: ExpiryReport, names: CatalogueNames) -> list[str]:
    """Return one line a purchase, and the sum."""
    width = max(len(each.id) for each in report.purchases)
    lines = [f"{each.id:<{width}}  {purchase_words(each, report.view, names)}" for each in report.purchases]
    unpaid = f", {_count(report.voided)} voided because nothing was paid in time" if report.voided else ""
    return [*lines, f"{_count(report.expired)} expired{_lapsed(report)}{unpaid}."]


def _lapsed(report: ExpiryReport) -> str:
    if not report.units_lapsed:
        return ""
    units = " and ".join(units_in_words(count, unit) for unit, count in report.units_lapsed.items())
    return f": {units} lapsed, worth {money_words(report.value_lapsed, report.view.currency)}"


def _count(purchases: int) -> str:
    return "1 purchase" if purchases == 1 else f"{purchases} purchases"
