"""What one run of `expire` wrote down: as JSON, and for the operator's mail."""

from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import money_words
from trafftpkg.cli.views.purchase import purchase_object, purchase_words
from trafftpkg.cli.views.values import Json, money_text
from trafftpkg.domain.wording import units_in_words
from trafftpkg.engine.expiry import ExpiryReport

_UNITS = ("units_lapsed.session", "units_lapsed.minute")


def expiry_fields(report: ExpiryReport) -> list[str]:
    """Return the columns of the report as CSV; its worth is in a column of the ledger's currency."""
    worth = f"value_lapsed.{report.view.currency}" if report.view.currency else "value_lapsed"
    return ["expired", *_UNITS, worth, "purchases", "voided", "dry_run", "unanswered"]


def expiry_object(report: ExpiryReport) -> Json:
    """Return how many purchases lapsed, with their units and what those were worth."""
    summary = expiry_summary(report)
    ends = {name: summary.pop(name) for name in ("voided", "dry_run", "unanswered")}
    return {**summary, "purchases": [purchase_object(each, report.view) for each in report.purchases], **ends}


def expiry_summary(report: ExpiryReport) -> Json:
    """Return the same without the purchases: one short line for the log of a night job."""
    currency = report.view.currency
    return {
        "expired": report.expired,
        "units_lapsed": dict(report.units_lapsed),
        "value_lapsed": {currency: money_text(report.value_lapsed, currency)} if currency else {},
        "voided": report.voided,
        "dry_run": report.dry_run,
        "unanswered": report.unanswered,
    }


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
