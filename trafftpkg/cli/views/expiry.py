"""The result of one run of `expire`: as JSON, and in words for the operator."""

from collections.abc import Callable

from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import money_words
from trafftpkg.cli.views.purchase import purchase_object
from trafftpkg.cli.views.purchase_words import purchase_words
from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.cli.views.widths import listed
from trafftpkg.domain.wording import units_in_words
from trafftpkg.engine.expiry import ExpiryReport

EXPIRY_FIELDS: dict[str, Callable[[ExpiryReport], object]] = {
    "at": lambda report: moment_text(report.view.now, report.view.time_zone),
    "expired": lambda report: report.expired,
    "units_lapsed": lambda report: dict(report.units_lapsed),
    "value_lapsed": lambda report: (
        {report.view.currency: money_text(report.value_lapsed, report.view.currency)}
        if report.view.currency
        else {}
    ),
    "purchases": lambda report: [purchase_object(each, report.view) for each in report.purchases],
    "voided": lambda report: report.voided,
    "dry_run": lambda report: report.dry_run,
    "unanswered": lambda report: report.unanswered,
}


def expiry_fields(report: ExpiryReport) -> list[str]:
    """Return the CSV columns: when and where, units by kind, and worth in the ledger's currency."""
    currency = report.view.currency
    spread = {
        "units_lapsed": ["units_lapsed.session", "units_lapsed.minute"],
        "value_lapsed": [f"value_lapsed.{currency}" if currency else "value_lapsed"],
    }
    columns = [column for name in EXPIRY_FIELDS for column in spread.get(name, [name])]
    return [columns[0], "ledger", *columns[1:]]


def expiry_object(report: ExpiryReport) -> Json:
    """Return when it was, and how many purchases lapsed, with their units and what those were worth."""
    return {name: read(report) for name, read in EXPIRY_FIELDS.items()}


def night_object(report: ExpiryReport, ledger: str, *, in_short: bool) -> Json:
    """Return the same with the ledger, for a log of many nights and ledgers.

    Args:
        in_short: Without the purchases: one short line.
    """
    told = expiry_object(report)
    found = {"at": told["at"], "ledger": ledger, **told}
    return {name: fact for name, fact in found.items() if not (in_short and name == "purchases")}


def expiry_lines(report: ExpiryReport, names: CatalogueNames) -> list[str]:
    """Return one line for each purchase, and the total."""
    lines = listed((each.id, purchase_words(each, report.view, names)) for each in report.purchases)
    unpaid = f", {_count(report.voided)} voided because nothing was paid in time" if report.voided else ""
    return [*lines, f"{_count(report.expired)} expired{_lapsed(report)}{unpaid}."]


def _lapsed(report: ExpiryReport) -> str:
    if not report.units_lapsed:
        return ""
    units = " and ".join(units_in_words(count, unit) for unit, count in report.units_lapsed.items())
    return f": {units} lapsed, worth {money_words(report.value_lapsed, report.view.currency)}"


def _count(purchases: int) -> str:
    return "1 purchase" if purchases == 1 else f"{purchases} purchases"
