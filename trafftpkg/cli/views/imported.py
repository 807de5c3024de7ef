"""What an import brought in, as JSON."""

from trafftpkg.cli.views.values import Json, money_text
from trafftpkg.engine.importing import Imported, ImportReport

IMPORTED_FIELDS = "line reference client package purchase new".split()


def import_object(report: ImportReport) -> Json:
    """Return the sums of what is new, and what became of each row."""
    return {
        "imported": sum(each.new for each in report.rows),
        "imported_before": sum(not each.new for each in report.rows),
        "new_clients": [each.handle for each in report.new_clients],
        "units": dict(report.units),
        "paid": {report.currency: money_text(report.paid, report.currency)},
        "rows": [imported_object(each) for each in report.rows],
        "dry_run": report.dry_run,
    }


def imported_object(imported: Imported) -> Json:
    """Return what became of a row: its purchase, and whether it was brought in by this run."""
    request = imported.row.request
    return {
        "line": imported.row.line,
        "reference": request.reference,
        "client": request.client,
        "package": request.package,
        "purchase": imported.purchase,
        "new": imported.new,
    }
