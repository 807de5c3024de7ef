"""What one run of `expire` wrote down, as JSON."""

from trafftpkg.cli.objects.purchase import purchase_object
from trafftpkg.cli.objects.values import Json, money_text
from trafftpkg.engine.expiry import ExpiryReport

EXPIRY_FIELDS = (
    "expired units_lapsed.session units_lapsed.minute value_lapsed purchases voided dry_run"
).split()


def expiry_object(report: ExpiryReport) -> Json:
    """Return how many purchases lapsed, with their units and what those were worth."""
    currency = report.view.currency
    return {
        "expired": report.expired,
        "units_lapsed": dict(report.units_lapsed),
        "value_lapsed": {currency: money_text(report.value_lapsed, currency)},
        "purchases": [purchase_object(each, report.view) for each in report.purchases],
        "voided": report.voided,
        "dry_run": report.dry_run,
    }
