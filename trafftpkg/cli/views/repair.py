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
                f"{step.where}: the lines from entry {step.seq} on {'were' if done else 'would be'} restored "
                f"as their hashes say they were written. The file as found {is_} kept as {step.kept_as}."
            )
        case "torn_tail":
            return (
                f"{step.where}: entry {step.seq} was never finished and is not recorded. "
                f"What was written of it {goes} {step.kept_as}."
            )
        case "line_completed":
            return (
                f"{step.where}: only the line feed of entry {step.seq} was missing. It {is_} added, and the "
                "entry counts."
            )
        case "index_ahead":
            return (
                f"{step.where}: {_entries(step.lost)} recorded, up to entry {step.seq}, that the file lacks. "
                f"What is missing {is_} given up, and the ledger counts as it is from now on. "
                f"The old index {is_} kept as {step.kept_as}. "
                "If you have a newer copy of the ledger, restore that instead."
            )
        case "future":
            last = step.entries[-1].seq
            which = f"entry {last}" if step.lost == 1 else f"entries {step.seq} to {last}"
            return (
                f"{step.where}: {which}, written with a wrong clock, {goes} {step.kept_as}. "
                f"What was asked there {'counts' if done else 'would count'} as never recorded."
            )
        case "index_anew":
            return f"{step.where}: the index {'did' if done else 'does'} not fit. It {is_} rebuilt."


def ahead_lines(step: Repair) -> Iterator[str]:
    """Yield the entries that are moved aside, one per line: their time, request and author."""
    for each in step.entries[:_SHOWN]:
        yield f"  {each.seq}  {each.at:%Y-%m-%d %H:%M} UTC  {each.request} by {each.by}"
    if len(step.entries) > _SHOWN:
        yield f"  and {len(step.entries) - _SHOWN} more: --format json lists them all"


def _entries(count: int) -> str:
    """Of an index that cannot tell how many, 0."""
    if count == 1:
        return "1 entry was"
    return f"{count or 'some'} entries were"
