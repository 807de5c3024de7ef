"""Steps of repairing a ledger: as JSON and as sentences."""

from collections.abc import Iterator

from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.domain.care import Repair

_SHOWN = 20

_OF_STEP = ("kind", "where", "seq", "lost", "kept_as")
_OF_ENTRY = ("seq", "by", "request")
REPAIR_FIELDS = (*_OF_STEP, "entries", "done")


def repair_object(step: Repair, *, done: bool) -> Json:
    """Return a step, and whether it was carried out."""
    return {
        **{name: getattr(step, name) for name in _OF_STEP},
        "entries": [
            {"at": moment_text(each.at, "UTC"), **{name: getattr(each, name) for name in _OF_ENTRY}}
            for each in step.entries
        ],
        "done": done,
    }


def repair_sentence(step: Repair, *, done: bool) -> str:
    """Return what was done, or would be, as one sentence or two."""
    is_, goes = ("was", "was moved to") if done else ("would be", "would be moved to")
    match step.kind:
        case "restored":
            return (
                f"{step.where}: the lines from entry {step.seq} on {'were' if done else 'would be'} put back "
                f"as their hashes say they were written; the file as found {is_} kept as {step.kept_as}."
            )
        case "torn_tail":
            return (
                f"{step.where}: what there is of entry {step.seq}, which was never finished and is not "
                f"recorded, {goes} {step.kept_as}."
            )
        case "line_completed":
            return f"{step.where}: entry {step.seq} lacks only its line feed; it {is_} completed, and counts."
        case "index_ahead":
            return (
                f"{step.where}: it lacks {_entries(step.lost)} acknowledged, up to entry {step.seq}. What it "
                f"lacks {'is' if done else 'would be'} given up, and the ledger "
                f"as it is counts from now on; the index that knows of them {is_} kept as {step.kept_as}. "
                "If there is a newer copy of the ledger, put that back instead."
            )
        case "future":
            last = step.entries[-1].seq
            which = f"entry {last}" if step.lost == 1 else f"entries {step.seq} to {last}"
            return (
                f"{step.where}: {which}, written by a clock that was ahead, {goes} {step.kept_as}. "
                f"What was asked there {'counts' if done else 'would count'} as never recorded."
            )
        case "index_anew":
            return f"{step.where}: there {'was' if done else 'is'} no index that fits; one {is_} made anew."


def ahead_lines(step: Repair) -> Iterator[str]:
    """Yield the entries that are moved aside, one per line: their time, request and author."""
    for each in step.entries[:_SHOWN]:
        yield f"  {each.seq}  {each.at:%Y-%m-%d %H:%M} UTC  {each.request} by {each.by}"
    if len(step.entries) > _SHOWN:
        yield f"  and {len(step.entries) - _SHOWN} more: --format json lists them all"


def _entries(count: int) -> str:
    """Of an index that cannot tell how many, 0."""
    if count == 1:
        return "1 entry that was"
    return f"{count or 'some'} entries that were"
