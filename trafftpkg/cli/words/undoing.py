"""Words for what cannot be taken back."""

from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.undoing import CannotUndoError, WhyNot


@words.register
def _(error: CannotUndoError, names: Names) -> Words:
    if error.why == "later":
        return _came_after(error)
    problem, remedy = _WHY_NOT[error.why]
    facts = {"entry": error.entry, "thing": error.thing}
    return Words(problem=problem.format(**facts), remedy=remedy.format(**facts))


def _came_after(error: CannotUndoError) -> Words:
    after = "; ".join(f"{each.thing}: entry {each.seq}, {each.request}" for each in error.later)
    last = max(error.later, key=lambda each: each.seq)
    return Words(
        problem=f"Entry {error.entry} is not the last one any more. After it came {after}.",
        remedy=(
            f"Undo what came last first: trafftpkg undo {last.seq} --reason TEXT. "
            "What became of a visit: trafftpkg correct APPOINTMENT --was used --reason TEXT"
        ),
    )


_WHY_NOT: dict[WhyNot, tuple[str, str]] = {
    "unknown": ("There is no entry {entry}.", "Find its number: trafftpkg history ID"),
    "lapse": (
        "Entry {entry} recorded what had expired.",
        "Give more time: trafftpkg extend PURCHASE --by 2w --reason TEXT",
    ),
    "merge": (
        "Entry {entry} merged two clients, which is for good.",
        "Give back by hand: trafftpkg transfer PURCHASE --to CLIENT --units N --reason TEXT",
    ),
    "import": (
        "Entry {entry} brought in a balance.",
        "End it by hand: trafftpkg void PURCHASE --reason TEXT",
    ),
    "seal": ("Entry {entry} sealed the ledger.", "Record where the ledger goes on."),
    "undo": ("Entry {entry} took another entry back.", "Do again what was taken back, with its own command."),
    "nothing": ("Entry {entry} changed nothing that could be taken back.", "Look: trafftpkg history ID"),
    "absence": (
        "Entry {entry} is about an absence.",
        "List absences: trafftpkg blocks. Remove one: trafftpkg unblock BLOCK",
    ),
    "confirmed": (
        "Entry {entry} says that a checkout has sent money back, which is with the client now.",
        "Take a new payment: trafftpkg pay PURCHASE all --method METHOD",
    ),
    "no_payment": ("Entry {entry} recorded no payment for {thing}.", "Look: trafftpkg history {thing}"),
    "taken_back": (
        "The payment of entry {entry} for {thing} was taken back already.",
        "Look: trafftpkg show {thing}",
    ),
    "went_on": (
        "The payment of entry {entry} for {thing} was paid back since, or went on with units.",
        "Look: trafftpkg history {thing}",
    ),
}
