"""Problems in the catalogue, or in a file that is imported: as JSON, and as one line."""

from trafftpkg.cli.views.values import Json
from trafftpkg.cli.words.base import sentence
from trafftpkg.domain.finding import Finding
from trafftpkg.domain.value import facts_of

FINDING_FIELDS = "file line column severity field code problem".split()


def finding_object(finding: Finding) -> Json:
    """Return a problem with its place; `file` is relative to the catalogue."""
    return {**facts_of(finding), "problem": sentence(finding.problem)}


def finding_line(finding: Finding) -> str:
    """`packages/glow-10.yaml:4:8: price: is more than the original.`; a warning says that it is one."""
    warning = "warning: " if finding.severity == "warning" else ""
    field = f"{finding.field}: " if finding.field else ""
    return f"{finding.file}:{finding.line}:{finding.column}: {field}{warning}{sentence(finding.problem)}"
