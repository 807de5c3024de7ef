"""The desk for programs: each request runs at its own moment, and errors read as sentences."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from trafftpkg.bootstrap import Desk
from trafftpkg.cli.failures import error_object
from trafftpkg.cli.parsing import language_or_nothing, one_of, plain_text, zone
from trafftpkg.cli.session import ledger_place, login_name
from trafftpkg.cli.views.journal import posting_objects
from trafftpkg.cli.views.recorded import recorded_object
from trafftpkg.cli.views.report import REPORTS, ReportName, question_for, report_objects
from trafftpkg.cli.views.values import Json
from trafftpkg.cli.words.every import words_for
from trafftpkg.cli.words.names import Names
from trafftpkg.cli.words.notices import sentence
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import REACHES, Client
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.notice import Notice
from trafftpkg.domain.value import replace
from trafftpkg.engine.clients import client_for, edited
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.erasing import erase_client
from trafftpkg.engine.expiry import ExpiryReport, expire
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.questions.journal import WriteJournal
from trafftpkg.engine.questions.report import ReportField
from trafftpkg.engine.recorded import RecordedEntries
from trafftpkg.engine.requests.base import Request
from trafftpkg.library.checking import checked
from trafftpkg.library.objects import object_of

T = TypeVar("T")

_LOG = logging.getLogger("trafftpkg")


class FrontDesk:
    """A catalogue and a ledger, at which a program runs requests and asks questions; for all of its threads.

    Each failure is a TrafftpkgError: `str(error)` says what is wrong, its note says what to do, `error.code`
    is the code for programs, and its fields are the facts. As a context manager the desk closes itself.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all files and connections. The desk can be used again, and opens them again."""
        self._desk.close()

    def run(self, request: Request, *, key: str | None = None, dry_run: bool = False) -> Outcome:
        """Run a request now, and return what it did.

        Args:
            key: The idempotency key. Run again with the same key, it returns the recorded answer.
            dry_run: Only say what it would do.

        Raises:
            RefusedError: a rule says no; nothing was recorded.
            UsageError: an argument is wrong; nothing was recorded.
            UntrustedError: the catalogue has problems, or the ledger is damaged; nothing was recorded.
            UnavailableError: it cannot be done now, or the outcome is unknown. Repeat it with the same key.
        """
        with self._in_words():
            if key is not None:
                plain_text(key, "key")
            return self._engine.execute(checked(request), key=key, dry_run=dry_run)

    def ask(self, question: Question[T], *, as_of: date | None = None) -> T:
        """Answer a question.

        Args:
            as_of: Answer as of this earlier moment. Without an offset it is local to the business. A whole
                day means its end.

        Raises:
            TrafftpkgError: something that it names is unknown, or the files cannot be read now.
        """
        with self._in_words():
            return self._engine.ask(checked(question), as_of=as_of)

    def expire(self, *, dry_run: bool = False) -> ExpiryReport:
        """Do the night job: record what has expired. A second run finds nothing to do."""
        with self._in_words():
            return expire(self._engine, dry_run=dry_run)

    def report(
        self,
        name: ReportName,
        *,
        first: date,
        last: date,
        by: tuple[ReportField, ...] = (),
        as_of: date | None = None,
    ) -> list[Json]:
        """Return a report over whole days, both included: the rows that the command prints as JSON."""
        with self._in_words():
            asked = question_for(one_of(name, tuple(REPORTS), "name"), first, last, by)
        return report_objects(name, self.ask(asked, as_of=as_of))

    def journal(
        self, *, first: date | None = None, last: date | None = None, as_of: date | None = None
    ) -> list[Json]:
        """Return the double entries of whole days: the postings that the command prints as JSON."""
        with self._in_words():
            asked = WriteJournal(first=first, last=last)
            return list(posting_objects(self._engine.transactions(asked, as_of=as_of)))

    def events(self, *, after: int = 0) -> Iterator[Json]:
        """Yield what was recorded after an entry, up to the last one: what the command prints, line by line.

        Args:
            after: The number of the last entry that is known already.
        """
        recorded, is_last = RecordedEntries(self._engine, after), False
        while not is_last:
            with self._in_words():
                page = recorded.page()
            yield from (recorded_object(each, page.view) for each in page.rows)
            is_last = page.is_last

    def catalogue(self) -> Catalogue:
        """Return the catalogue as its files are now."""
        with self._in_words():
            return self._desk.catalogue.catalogue()

    def add_client(  # noqa: PLR0913 - by name only: all that is known of a client
        self,
        handle: str,
        *,
        name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        time_zone: str | None = None,
        language: str | None = None,
        shared: bool = False,
    ) -> Client:
        """Add a client. From now on the handle, e-mail address or phone number names them.

        Args:
            handle: Of an e-mail address or a phone number, a handle is made.
            shared: Their address and number may be another client's too.
        """
        with self._in_words():
            facts = {"name": name, "email": email, "phone": phone, **_checked(time_zone, language)}
            book = self._desk.clients
            added = client_for(book, handle, **facts)
            added = book.as_kept(checked(replace(added, shared=REACHES if shared else ())))
            book.add(added)
            return added

    def edit_client(  # noqa: PLR0913 - like `add_client`
        self,
        typed: str,
        *,
        name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        time_zone: str | None = None,
        language: str | None = None,
        shared: bool = False,
    ) -> Client:
        """Change what is known about a client. None keeps a value; an empty text removes it.

        Args:
            shared: Their address and number may be another client's too, as they are from now on.
        """
        with self._in_words():
            given = {"name": name, "email": email, "phone": phone, **_checked(time_zone, language)}
            known = self._whole(typed)
            changed = self._desk.clients.as_kept(checked(edited(known, given, shared=shared)), known)
            self._desk.clients.change(changed)
            return changed

    def client(self, typed: str) -> Client:
        """Return a client by handle, e-mail address, phone number, name, or the beginnings of its words."""
        with self._in_words(), self._desk.ledger.reading() as books:
            return self._engine.client_typed(books, typed, in_part=True)

    def erase_client(self, typed: str, *, confirmed: bool = False) -> Client:
        """Remove everything personal about a client for good, and return what it was.

        Args:
            confirmed: Erase them even if they have upcoming visits, units left, or money due.
        """
        with self._in_words():
            return erase_client(self._engine, typed, confirmed=confirmed)

    def json(self, found: object) -> Any:
        """Return an answer, an outcome or an error as the command line prints it with `--format json`.

        Several things give a list. `json.dumps` takes all of it.

        Raises:
            TypeError: the command line does not print such values.
        """
        if isinstance(found, TrafftpkgError):
            return error_object(found, Names(self._desk))
        return object_of(found)

    def _whole(self, typed: str) -> Client:
        """A client to be changed: a part of the name will not do."""
        with self._desk.ledger.reading() as books:
            return self._engine.client_typed(books, typed)

    @property
    def _engine(self) -> Engine:
        """Return an engine for one request, or one question, at one moment."""
        return self._desk.engine_by(cache(self._desk.read_clock))

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        with in_words(lambda: Names(self._desk)):
            yield


def open_desk(  # noqa: PLR0913 - by name only: all that a desk is given
    *,
    catalog: str | PathLike[str],
    ledger: str | PathLike[str],
    actor: str | None = None,
    now: datetime | None = None,
    begin: bool = False,
    allow_future: bool = False,
) -> FrontDesk:
    """Open a desk on a catalogue and a ledger. Nothing is read or made before it is needed.

    Args:
        catalog: The folder that declares what is sold.
        ledger: The ledger's file, or the postgresql:// address of its database.
        actor: Who asks, as recorded in the ledger. Left out or empty, the login name.
        now: The moment to work at, for tests. Left out, each request reads the clock.
        begin: Begin a new ledger if the file is not there. Otherwise a wrong path is refused at the first
            request or question. For a database, run `trafftpkg ledger init` first.
        allow_future: Allow requests at a `now` ahead of the machine's clock.

    Raises:
        UsageError: it is an address of something else.
        UnavailableError: the path cannot hold a ledger.
    """
    with in_words(Names):
        return FrontDesk(
            Desk(
                catalogue=Path(catalog),
                ledger=ledger_place(fspath(ledger), "ledger"),
                now=now,
                actor=plain_text(actor, "actor") if actor else login_name(),
                notice=_log,
                begins=begin,
                allow_future=allow_future,
            )
        )


@contextmanager
def in_words(names: Callable[[], Names]) -> Iterator[None]:
    """Give errors the words of the terminal: the problem as their text, the remedy as a note."""
    try:
        yield
    except TrafftpkgError as error:
        if not error.args:
            words = words_for(error, names())
            error.args = (words.problem,)
            error.add_note(f"What to do: {words.remedy}")
        raise


def _checked(time_zone: str | None, language: str | None) -> dict[str, str | None]:
    """Return a client's time zone and language, as they are kept."""
    if time_zone:
        zone(time_zone, "time_zone")
    spoken = None if language is None else language_or_nothing(language, "language")
    return {"time_zone": time_zone, "language": spoken}


def _log(notice: Notice) -> None:
    _LOG.warning("%s", sentence(notice))
