"""`trafftpkg ledger verify`: every line, checked."""

from typing import TYPE_CHECKING, Annotated

import typer

from trafftpkg.cli.heads import head_in, print_head
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import Format, progress_bar, say
from trafftpkg.cli.session import session_of
from trafftpkg.cli.words.naming import double_words
from trafftpkg.cli.words.rules import breach_line, damage_words
from trafftpkg.domain.care import LedgerState
from trafftpkg.domain.errors.untrusted import ClientsMissingError, LedgerDamagedError
from trafftpkg.domain.finding import Damage
from trafftpkg.domain.header import Head
from trafftpkg.engine.missing import missing_clients

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk

_NAMED = 100
"""So many missing clients, or names of several, are told; more are only counted."""

HeadOption = Annotated[
    str | None,
    typer.Option(
        "--head",
        metavar="FILE",
        help="File with an earlier `ledger head --format json`, to check against.",
    ),
]


RulesOption = Annotated[
    bool,
    typer.Option("--rules", help="Replay every entry, and name each that no request could have decided."),
]


def command(
    ctx: typer.Context, head: HeadOption = None, rules: RulesOption = False, form: FormatOption = "table"
) -> None:
    """Check every line of the ledger, and the client book.

    Reads the whole file and follows its hashes. Lists everything that is
    not as it was written, and then exits with 3. What several clients
    are found by, such as an e-mail address of two, is only noted.

    With --rules, every entry is replayed, and each that its rules do not allow
    is named.

        trafftpkg ledger verify --head head.json

        trafftpkg ledger verify --rules
    """
    session = session_of(ctx)
    care = session.desk.care
    kept = None if head is None else head_in(head)
    with progress_bar("Checking") as progress:
        found = care.verify(progress)
    if found.damages:
        print_damages(found, form)
        raise LedgerDamagedError(where=session.desk.place, damages=found.damages)
    if kept is not None and session.desk.hash_of(kept.seq) != kept.hash:
        raise LedgerDamagedError(where=session.desk.place, damages=(_replaced(kept.seq),))
    if rules and found.head is not None:
        _check_rules(session.desk, found.head, form)
    session.desk.clients.check()
    _check_that_none_is_missing(session.desk)
    _check_texts(session.desk)
    if found.torn:
        say(f"note: {found.torn} bytes at the end are an unfinished entry; the next one moves them aside.")
    _say_doubles(session.desk)
    print_head(found.head, form)


def _check_rules(desk: "Desk", head: Head, form: Format) -> None:
    from trafftpkg.domain.errors.rules import RulesBrokenError

    with progress_bar("Replaying") as progress:
        result = desk.check_rules(head.seq, progress)
    if not result.count:
        return
    if form not in ("json", "jsonl"):
        for each in result.found:
            say(breach_line(each))
        if result.count > len(result.found):
            say(f"… and {result.count - len(result.found)} more.")
    raise RulesBrokenError(where=desk.place, breaches=result.found, count=result.count)


def _say_doubles(desk: "Desk") -> None:
    """Say what leads to several clients: older books may hold what is refused now (R-1.22)."""
    doubles = desk.clients.doubles()
    for each in doubles[:_NAMED]:
        say(f"note: {double_words(each)}")
    if len(doubles) > _NAMED:
        say(f"note: {len(doubles) - _NAMED} more names lead to several clients.")


def _check_that_none_is_missing(desk: "Desk") -> None:
    with desk.ledger.reading() as books:
        missing = list(missing_clients(books, desk.clients))
    if missing:
        raise ClientsMissingError(where=desk.place, count=len(missing), clients=tuple(missing[:_NAMED]))


def _check_texts(desk: "Desk") -> None:
    from trafftpkg.domain.errors.untrusted import TextsChangedError
    from trafftpkg.engine.kept_texts import changed_texts

    with desk.ledger.reading() as books:
        changed = list(changed_texts(books, desk.clients))
    if changed:
        raise TextsChangedError(where=desk.place, count=len(changed), seqs=tuple(changed[:_NAMED]))


def _replaced(seq: int) -> Damage:
    return Damage(line=seq + 1, offset=0, kind="replaced", seq=seq)


def print_damages(found: LedgerState, form: Format) -> None:
    """Say each damage on stderr, as words; where JSON is asked for, the error's details carry them."""
    if form in ("json", "jsonl"):
        return
    for each in found.damages:
        say(_sentence(each))
    unnamed = found.damaged - len(found.damages)
    if unnamed:
        say(f"… and {unnamed} more.")


def _sentence(damage: Damage) -> str:
    return f"line {damage.line}, byte {damage.offset}: {damage.kind}: {damage_words(damage)}"
