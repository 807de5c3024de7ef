"""What one call of the program has: where its data is, and the desk, opened when first needed.

A place where no ledger can lie is refused before anything is opened.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trafftpkg.cli.errors import MalformedError
from trafftpkg.cli.parsing import plain_text

if TYPE_CHECKING:
    from datetime import date

    from trafftpkg.bootstrap import Desk
    from trafftpkg.domain.catalogue import Catalogue
    from trafftpkg.domain.notice import Notice


class Session:
    """The global options, as typed, and the desk they lead to."""

    def __init__(self) -> None:
        self.catalogue = "catalog"
        self.ledger = "ledger.jsonl"
        self.now: str | None = None
        self.actor: str | None = None
        self.allow_future = False
        self.begins = False
        """The command may begin a ledger where there is none."""
        self.command: Any = None
        """The context of the command that runs: what its options are called."""
        self._desk: Desk | None = None

    def take(
        self,
        *,
        catalog: str | None,
        ledger: str | None,
        now: str | None,
        actor: str | None,
        allow_future: bool = False,
    ) -> None:
        """Take over the global options; what is empty was not given.

        Raises:
            MalformedError: `--actor`, which the ledger keeps, is no text.
        """
        self.catalogue = catalog or self.catalogue
        self.ledger = ledger or self.ledger
        self.now = now or None
        self.actor = plain_text(actor, "--actor") if actor else None
        self.allow_future = allow_future

    @property
    def desk(self) -> "Desk":
        """The desk, opened on first use.

        Raises:
            MalformedError: `--now` is not a moment, or `--ledger` an address of no ledger.
            StoreUnusableError: it is a folder.
            StoreUnavailableError: no file can be reached by its path.
        """
        if self._desk is None:
            from trafftpkg.bootstrap import Desk
            from trafftpkg.cli.days import iso_moment

            self._desk = Desk(
                catalogue=Path(self.catalogue),
                ledger=ledger_place(self.ledger, "--ledger"),
                now=None if self.now is None else iso_moment(self.now, "--now"),
                actor=self.actor or login_name(),
                notice=_say,
                begins=self.begins,
                allow_future=self.allow_future,
            )
        return self._desk

    def today(self) -> "date":
        """Return the business's day: by `--now`, or by the clock."""
        from trafftpkg.domain.moments import day_of

        return day_of(self.desk.read_clock(), self.desk.time_zone)

    def catalogue_in(self, folder: str) -> "Catalogue":
        """Return the catalogue of another folder, or this one as it was in a revision of git.

        Raises:
            BadArgumentError: it is neither.
            CatalogueInvalidError: it has problems; names the folder or the revision.
        """
        if not Path(folder).is_dir():
            return self.desk.catalogue.at(folder)
        from trafftpkg.bootstrap import Desk
        from trafftpkg.domain.errors.untrusted import CatalogueInvalidError

        other = Desk(
            catalogue=Path(folder),
            ledger=self.ledger,
            now=None,
            actor=self.actor or login_name(),
            notice=_say,
        )
        try:
            return other.catalogue.catalogue()
        except CatalogueInvalidError as error:
            raise CatalogueInvalidError(findings=error.findings, where=folder) from None

    @property
    def opened(self) -> "Desk | None":
        """The desk if anything has opened it yet: a failure must not be the first to."""
        return self._desk


def session_of(ctx: Any) -> Session:
    """Return the session that `run` gave the root context."""
    session = ctx.find_root().obj
    assert isinstance(session, Session)
    return session


def login_name() -> str:
    """Return who is logged in, for the ledger's `by`; the user's number where it has no name."""
    for variable in ("LOGNAME", "USER"):
        name = os.environb.get(variable.encode())
        if name:
            return name.decode(errors="replace")
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _say(notice: "Notice") -> None:
    from trafftpkg.cli.output import say
    from trafftpkg.cli.words.notices import sentence

    say(f"note: {sentence(notice)}")


_SERVERS = ("postgresql", "postgres")


def ledger_place(typed: str, what: str) -> str:
    """Return a path, or the address of a server.

    Args:
        typed: As given; a file need not be there yet.
        what: The option it was given by: `--ledger`.

    Raises:
        MalformedError: an address of another kind, which as a path would be a new and empty ledger.
        StoreUnusableError: it is a folder.
        StoreUnavailableError: no file can be reached by this path.
    """
    scheme, is_address, _ = typed.partition("://")
    if not (is_address and _is_scheme(scheme)):
        _refuse_unreachable(typed)
    elif scheme not in _SERVERS:
        # Not all of it: an address may hold a password.
        expected = "a path, or an address that begins with postgresql://"
        raise MalformedError(what=what, typed=f"{scheme}://…", expected=expected)
    return typed


def _is_scheme(text: str) -> bool:
    """Tell whether a text is what stands before `://`. No pattern is compiled: every command waits for it."""
    return text.isascii() and text[:1].isalpha() and all(each.isalnum() or each in "+.-" for each in text)


def _refuse_unreachable(path: str) -> None:
    if os.path.basename(os.path.normpath(path)) in ("", os.curdir):  # noqa: PTH119 - as fast as can be
        from trafftpkg.domain.errors.unusable import StoreUnusableError

        raise StoreUnusableError(where=path, reason="is_a_folder")
    try:
        os.stat(path)  # noqa: PTH116 - likewise
    except FileNotFoundError:
        return
    except OSError as failure:
        from trafftpkg.domain.errors.unavailable import failed

        raise failed(path, failure) from failure
