"""One step of mending a ledger, as JSON."""

from trafftpkg.cli.views.values import Json
from trafftpkg.domain.repair import Repair

REPAIR_FIELDS = ("kind", "where", "seq", "lost", "kept_as", "done")


def repair_object(step: Repair, *, done: bool) -> Json:
    """Return a step, and whether it was done or only shown."""
    return {
        "kind": step.kind,
        "where": step.where,
        "seq": step.seq,
        "lost": step.lost,
        "kept_as": step.kept_as,
        "done": done,
    }
