"""Letters to clients: as JSON, and in a table."""

from collections.abc import Callable, Mapping, Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.people import moment_words
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.outbox import Letter, LetterTrouble
from trafftpkg.domain.value import Value, value

WHY: Mapping[LetterTrouble, str] = {
    "before_letters": "it was so before letters began",
    "given_up": "it could not be sent for 5 days",
    "no_address": "the client has no e-mail address",
    "no_answer_yet": "the client has not confirmed the address yet",
    "no_longer_due": "it was no longer so when it could be sent",
    "not_an_address": "no letter can reach this address",
    "refused": "the mail server refused the address",
    "refused_for_now": "the mail server said: later",
    "server_down": "the mail server was down",
    "stopped": "the client stopped reminders",
}
"""Why a letter was not sent, or not yet."""


@value
class LetterList(Value):
    """Letters, who their clients are, and in which zone days are told."""

    letters: tuple[Letter, ...]
    clients: Mapping[ClientKey, Client]
    time_zone: str

    def handle_of(self, letter: Letter) -> str:
        """Return what the client is called, or the key of one who was erased."""
        client = self.clients.get(letter.client)
        return letter.client if client is None else client.handle

    def name_of(self, letter: Letter) -> str | None:
        """Return the client's name, as far as it is known."""
        client = self.clients.get(letter.client)
        return None if client is None else client.name

    def called(self, letter: Letter) -> str:
        """`Ana Ilic (ana)`, or `ana` where no name is known."""
        name, handle = self.name_of(letter), self.handle_of(letter)
        return f"{name} ({handle})" if name else handle


LETTER_FIELDS: dict[str, Callable[[Letter, LetterList], object]] = {
    "key": lambda letter, _: letter.key,
    "kind": lambda letter, _: letter.kind,
    "client": lambda letter, found: found.handle_of(letter),
    "client_name": lambda letter, found: found.name_of(letter),
    "about": lambda letter, _: letter.about,
    "entry": lambda letter, _: letter.seq,
    "due_at": lambda letter, found: moment_text(letter.due_at, found.time_zone),
    "status": lambda letter, _: letter.status,
    "tries": lambda letter, _: letter.tries,
    "next_at": lambda letter, found: (
        moment_text(letter.next_at, found.time_zone) if letter.status == "waiting" else None
    ),
    "ended_at": lambda letter, found: moment_text(letter.ended_at, found.time_zone),
    "reason": lambda letter, _: letter.trouble,
    "why": lambda letter, _: letter.trouble and WHY[letter.trouble],
    "said": lambda letter, _: letter.said,
}

_COLUMNS: dict[Column, Callable[[Letter, LetterList], str]] = {
    Column("due"): lambda letter, found: moment_words(letter.due_at, found.time_zone),
    Column("letter"): lambda letter, _: letter.kind,
    Column("client", elastic=True): lambda letter, found: found.called(letter),
    Column("about"): lambda letter, _: letter.about,
    Column("status"): lambda letter, _: letter.status,
    Column("why", elastic=True): lambda letter, _: _why(letter),
}


def letter_object(letter: Letter, found: LetterList) -> Json:
    """Return a letter, without what it says."""
    return {name: read(letter, found) for name, read in LETTER_FIELDS.items()}


def letters_table(found: LetterList) -> list[str]:
    """Return one row a letter."""
    rows: Sequence[list[str]] = [[read(each, found) for read in _COLUMNS.values()] for each in found.letters]
    return table(_COLUMNS, rows)


def _why(letter: Letter) -> str:
    words = WHY[letter.trouble] if letter.trouble else ""
    return f"{words}: {letter.said}" if letter.said else words
