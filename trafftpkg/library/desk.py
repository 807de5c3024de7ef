"""The desk of a program that keeps running: each request at its own moment, refusals as sentences."""

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
from trafftpkg.cli.parsing import one_of, plain_text, zone
from trafftpkg.cli.places import ledger_place
from trafftpkg.cli.session import login_name
from trafftpkg.cli.views.report import REPORTS, ReportName, question_for, report_objects
from trafftpkg.cli.views.values import Json
from trafftpkg.cli.words.every import words_for
from trafftpkg.cli.words.names import Names
from trafftpkg.cli.words.notices import sentence
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.notice import Notice
from trafftpkg.engine.clients import edited, new_client
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.erasing import erase_client
from trafftpkg.engine.expiry import ExpiryReport, expire
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.questions.report import ReportField
from trafftpkg.engine.requests.base import Request
from trafftpkg.library.checking import checked
from trafftpkg.library.objects import object_of

T = TypeVar("T")

_LOG = logging.getLogger("trafftpkg")


class FrontDesk:
    """A catalogue and a ledger, at which a program runs requests and asks questions; for all of its threads.

    What is refused, cannot be trusted or cannot be done now is a TrafftpkgError: `str(error)` says in a
    sentence what is wrong, its note what to do, `error.code` is the code for programs, and the facts are its
    fields. Used as a context, the desk is closed at the end.
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
        """Let go of all files and connections; the desk may be used again, and opens them anew."""
        self._desk.close()

    def run(self, request: Request, *, key: str | None = None, dry_run: bool = False) -> Outcome:
        """Run a request, at the moment it is now, and return what it did.

        Args:
            key: Its name across retries: run again under the same key, it returns the recorded answer.
            dry_run: Only say what it would do.

        Raises:
            RefusedError: a rule says no; nothing was recorded.
            UsageError: it makes no sense as it is; nothing was recorded.
            UntrustedError: the catalogue has faults, or the ledger is damaged; nothing was recorded.
            UnavailableError: it cannot be done now, or may have been: repeat it with the same key.
        """
        with self._in_words():
            if key is not None:
                plain_text(key, "key")
            return self._engine.execute(checked(request), key=key, dry_run=dry_run)

    def ask(self, question: Question[T], *, as_of: date | None = None) -> T:
        """Answer a question from what is recorded now.

        Args:
            as_of: An earlier moment to answer for, without an offset local to the business; or a whole day,
                which means its end.

        Raises:
            TrafftpkgError: what it names is not there, or nothing can be read now.
        """
        with self._in_words():
            return self._engine.ask(checked(question), as_of=as_of)

    def expire(self, *, dry_run: bool = False) -> ExpiryReport:
        """Do the night job: write down what has expired. Run twice, the second time finds nothing."""
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
        """Draw up a report over whole days, both included; its rows are what the command prints as JSON."""
        with self._in_words():
            asked = question_for(one_of(name, tuple(REPORTS), "name"), first, last, by)
        return report_objects(name, self.ask(asked, as_of=as_of))

    def catalogue(self) -> Catalogue:
        """Return what is sold, as the files say now."""
        with self._in_words():
            return self._desk.catalogue.catalogue()

    def add_client(
        self,
        handle: str,
        *,
        name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        time_zone: str | None = None,
    ) -> Client:
        """Add a client, who is named by this handle, the e-mail address or the phone number from now on."""
        with self._in_words():
            _check_zone(time_zone)
            added = checked(new_client(handle, name=name, email=email, phone=phone, time_zone=time_zone))
            added = self._desk.clients.as_kept(added)
            self._desk.clients.add(added)
            return added

    def edit_client(
        self,
        typed: str,
        *,
        name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        time_zone: str | None = None,
    ) -> Client:
        """Change what is known about a client: what is None stays, and an empty text removes."""
        with self._in_words():
            _check_zone(time_zone)
            given = {"name": name, "email": email, "phone": phone, "time_zone": time_zone}
            known = self.client(typed)
            changed = self._desk.clients.as_kept(checked(edited(known, given)), known)
            self._desk.clients.change(changed)
            return changed

    def client(self, typed: str) -> Client:
        """Return a client by handle, e-mail address or phone number."""
        with self._in_words(), self._desk.ledger.reading() as books:
            return self._engine.client_typed(books, typed)

    def erase_client(self, typed: str, *, confirmed: bool = False) -> Client:
        """Remove everything personal about a client for good, and return what it was.

        Args:
            confirmed: Erase also where visits to come, units or money due would belong to nobody.
        """
        with self._in_words():
            return erase_client(self._engine, typed, confirmed=confirmed)

    def json(self, found: object) -> Any:
        """Return an answer, an outcome or an error as the command line prints it with `--format json`.

        Several things are a list. All of it is what `json.dumps` takes: texts, numbers, lists, and so on.

        Raises:
            TypeError: the command line prints nothing like it.
        """
        if isinstance(found, TrafftpkgError):
            return error_object(found, Names(self._desk))
        return object_of(found)

    @property
    def _engine(self) -> Engine:
        """An engine for one request, or one question, at one moment."""
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
    """Open a desk on a catalogue and a ledger; neither is read, or made, before it is needed.

    Args:
        catalog: The folder that declares what is sold.
        ledger: The ledger's file, or the postgresql:// address of its database.
        actor: Who asks, as the ledger records it; without one, who is logged in.
        now: The moment it is taken to be at this desk, for tests; without one, each request reads the clock.
        begin: Begin a new ledger in a file where there is none. Without it, the first request or question
            refuses a wrong path. A database is made ready by `trafftpkg ledger init`.
        allow_future: A `now` ahead of the machine's clock is meant, and may be recorded.

    Raises:
        UsageError: no ledger can be at such an address.
        UnavailableError: no ledger can lie there.
    """
    with in_words(Names):
        return FrontDesk(
            Desk(
                catalogue=Path(catalog),
                ledger=ledger_place(fspath(ledger), "ledger"),
                now=now,
                actor=login_name() if actor is None else plain_text(actor, "actor"),
                notice=_log,
                begins=begin,
                allow_future=allow_future,
            )
        )


@contextmanager
def in_words(names: Callable[[], Names]) -> Iterator[None]:
    """Let errors say what the terminal says of them: the problem as their text, the remedy as a note."""
    try:
        yield
    except TrafftpkgError as error:
        if not error.args:
            words = words_for(error, names())
            error.args = (words.problem,)
            error.add_note(f"What to do: {words.remedy}")
        raise


def _check_zone(time_zone: str | None) -> None:
    if time_zone:
        zone(time_zone, "time_zone")


def _log(notice: Notice) -> None:
    _LOG.warning("%s", sentence(notice))
