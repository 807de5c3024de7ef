"""What clients were told by letter that was taken back or corrected since: the desk has to tell them."""

from typing import TYPE_CHECKING

from trafftpkg.cli.views.values import Json
from trafftpkg.domain.value import Value, value

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.domain.letters import LetterKind
    from trafftpkg.engine.outcomes import Outcome


@value
class LetterSent(Value):
    """A letter that was sent about an entry; `client` is the handle, or the key of who was erased."""

    kind: "LetterKind"
    client: str
    entry: int


def letters_sent(desk: "Desk", outcome: "Outcome") -> list[LetterSent]:
    """Return the letters that were sent about the entries that a request set right."""
    events = () if outcome.entry is None else outcome.entry.events
    entries = {number for each in events if (number := each.sets_right()) is not None}
    letters = [each for number in sorted(entries) for each in desk.outbox.sent_about(number)]
    clients = desk.clients.by_keys([each.client for each in letters]) if letters else {}
    return [
        LetterSent(
            kind=each.kind,
            client=clients[each.client].handle if each.client in clients else each.client,
            entry=each.seq or 0,
        )
        for each in letters
    ]


def letter_sent_words(sent: LetterSent) -> str:
    """`ana was sent a letter about entry 2 (booking). None is sent about this: tell them.`."""
    return (
        f"{sent.client} was sent a letter about entry {sent.entry} ({sent.kind}). "
        "None is sent about this: tell them."
    )


def letter_sent_object(sent: LetterSent) -> Json:
    """Return it as one of the `notes`."""
    return {"code": "letter_sent", "letter": sent.kind, "client": sent.client, "entry": sent.entry}
