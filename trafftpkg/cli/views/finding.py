"""A fault in the catalogue, as JSON."""

from trafftpkg.cli.views.values import Json
from trafftpkg.domain.finding import Finding

FINDING_FIELDS = "file line column severity field code problem".split()


def finding_object(finding: Finding) -> Json:
    """Return a fault with its place; `file` is relative to the catalogue."""
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "field": finding.field,
        "code": finding.code,
        "problem": finding.problem,
    }
