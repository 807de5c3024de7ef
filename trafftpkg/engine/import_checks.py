"""Everything that keeps the rows of a file from being imported, and the keys of the rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from trafftpkg.domain.client import REACHES, Client
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.changing import IdempotencyConflictError
from trafftpkg.domain.errors.naming import AmbiguousClientError, ClientExistsError, UnknownClientError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.selling import BalanceImported
from trafftpkg.domain.ids import PackageId
from trafftpkg.domain.package import Package
from trafftpkg.domain.recognition import caseless
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, value
from trafftpkg.domain.wording import units_in_words
from trafftpkg.engine.clients import new_client
from trafftpkg.engine.ports import Books
from trafftpkg.engine.requests.base import fingerprint_of, package_named
from trafftpkg.engine.requests.import_balance import ImportBalance

if TYPE_CHECKING:
    from trafftpkg.engine.engine import Engine


COUNTS = frozenset({"granted", "used", "left"})
"""The fields that hold units."""

CLIENT_FACTS = ("name", "email", "phone", "language")
"""What a row may say of a client to add."""


@value
class ImportRow(Value):
    """One balance of a file.

    Args:
        line: Where it stands, from 1.
        newcomer: Who is added if nobody is called like its client; None if nobody may be, or can be.
        adds: Whether clients whom nobody knows are to be added.
        unread: Fields whose cells could not be read; what is checked does not need them.
        typed_in: Fields and what their counts were typed in; one that is left out fits every package.
    """

    line: int
    request: ImportBalance
    newcomer: Client | None = None
    adds: bool = False
    unread: frozenset[str] = frozenset()
    typed_in: tuple[tuple[str, Unit], ...] = ()


@value
class RowProblem(Value):
    """Why a row cannot be imported, and which of its fields is to blame."""

    line: int
    field: str
    error: TrafftpkgError


def keys_of(books: Books, rows: Sequence[ImportRow], prefix: str) -> dict[int, str]:
    """Return the key of each row's entry, by its line: `PREFIX/REFERENCE` (R-10.7).

    A reference may be a member's number, which stands at several packages: those after the first have the
    package in their key too, whatever order the rows come in another time.
    """
    first: dict[str, str] = {}
    keys = {}
    for row in rows:
        reference, package = row.request.reference, row.request.package
        key = f"{prefix}/{reference}"
        if first.setdefault(reference, _package_under(books, key) or package) != package:
            key = f"{key}/{package}"
        keys[row.line] = key
    return keys


def _package_under(books: Books, key: str) -> str | None:
    """The package of the balance that was imported under a key."""
    entry = books.entry_with_key(key)
    events = entry.events if entry else ()
    return next((each.terms.package for each in events if isinstance(each, BalanceImported)), None)


class ImportChecks:
    """The rows of a file, against the books, the catalogue, the client book, and each other.

    Args:
        keys: Of their entries, by line.
        found: Whom their clients lead to, by what was typed.
        new: Who would be added, by handle.
    """

    def __init__(
        self,
        engine: "Engine",
        rows: Sequence[ImportRow],
        keys: Mapping[int, str],
        found: Mapping[str, Client | AmbiguousClientError | None],
        new: Mapping[str, Client],
    ) -> None:
        self._engine = engine
        self._rows = rows
        self._keys = keys
        self._found = found
        self._new = new

    def problems(self) -> list[RowProblem]:
        """Return all that is wrong with the rows."""
        problems = [*self._repeated(), *self._taken(), *self._miscounted()]
        with self._engine.ledger.reading() as books:
            for row in self._rows:
                for field, check in (
                    ("client", self._check_client),
                    ("package", self._check_package),
                    ("used", self._check_units),
                    ("paid", self._check_money),
                    ("reference", self._check_key),
                ):
                    try:
                        check(books, row)
                    except BadArgumentError as error:
                        problems.append(RowProblem(line=row.line, field=error.field, error=error))
                    except TrafftpkgError as error:
                        problems.append(RowProblem(line=row.line, field=field, error=error))
        return problems

    def _check_client(self, books: Books, row: ImportRow) -> None:
        found = self._found[row.request.client]
        if isinstance(found, AmbiguousClientError):
            raise found
        if found is None and row.newcomer is None:
            typed = row.request.client
            if row.adds:
                new_client(typed)  # says why nobody can be called that
            raise UnknownClientError(typed=typed, nearest=self._engine.clients.nearest(typed))
        if found is None and row.newcomer is not None:
            _check_same(self._new[row.request.client], row.newcomer)

    def _check_package(self, books: Books, row: ImportRow) -> None:
        package_named(self._engine.catalogue, row.request.package)

    def _check_units(self, books: Books, row: ImportRow) -> None:
        package = self._measured(row)
        if package is not None:
            row.request.checked_units(package)

    def _check_money(self, books: Books, row: ImportRow) -> None:
        package = self._measured(row)
        if package is not None and not row.unread & {"price", "paid"}:
            row.request.checked_terms(package, self._engine.catalogue.business)

    def _measured(self, row: ImportRow) -> Package | None:
        """The package of a row, if its counts can be measured by it."""
        package = self._package(row)
        counted = package and not row.unread & COUNTS and not _other_units(row, package)
        return package if counted else None

    def _package(self, row: ImportRow) -> Package | None:
        return self._engine.catalogue.packages.get(PackageId(row.request.package))

    def _check_key(self, books: Books, row: ImportRow) -> None:
        entry = books.entry_with_key(self._keys[row.line])
        if entry is None or row.unread:
            return
        found = self._found[row.request.client]
        known = {row.request.client: found} if isinstance(found, Client) else {}
        if entry.fingerprint != fingerprint_of(row.request, known):
            raise IdempotencyConflictError(key=self._keys[row.line], seq=entry.seq, request=entry.request)

    def _repeated(self) -> Iterator[RowProblem]:
        """Rows with a reference that one before them has, for the same package."""
        first: dict[str, int] = {}
        for row in self._rows:
            line = first.setdefault(self._keys[row.line], row.line)
            if line != row.line:
                error = BadArgumentError(
                    field="reference", reason="repeated", given=row.request.reference, line=line
                )
                yield RowProblem(line=row.line, field="reference", error=error)

    def _taken(self) -> Iterator[RowProblem]:
        """New clients with an address or number that is another's, in the client book or in the file."""
        for field in REACHES:
            given = {
                typed: getattr(each, field) for typed, each in self._new.items() if field not in each.shared
            }
            theirs = self._engine.clients.find_each([each for each in given.values() if each])
            owners = {fact: found for fact, found in theirs.items() if isinstance(found, Client)}
            for row in self._rows:
                fact, newcomer = given.pop(row.request.client, None), self._new.get(row.request.client)
                if fact and newcomer and owners.setdefault(fact, newcomer).key != newcomer.key:
                    error = ClientExistsError(what=field, typed=fact, handle=owners[fact].handle)
                    yield RowProblem(line=row.line, field=field, error=error)

    def _miscounted(self) -> Iterator[RowProblem]:
        """Counts of hours without a unit, and of sessions with one."""
        for row in self._rows:
            package = self._package(row)
            for field in _other_units(row, package) if package else ():
                yield RowProblem(line=row.line, field=field, error=_counted_in(row, field))


def _other_units(row: ImportRow, package: Package) -> list[str]:
    """The fields whose counts were typed in another unit than the package's."""
    return [field for field, unit in row.typed_in if unit != package.unit]


def _counted_in(row: ImportRow, field: str) -> BadArgumentError:
    package, unit = row.request.package, dict(row.typed_in)[field]
    given = units_in_words(getattr(row.request, field), unit)
    if unit == "session":
        return BadArgumentError(field=field, reason="counted_in_hours", given=given.split()[0], thing=package)
    return BadArgumentError(field=field, reason="counted_in_sessions", given=given, thing=package)


def _check_same(client: Client, row: Client) -> None:
    """Refuse a row that says something else of a new client than the rows before it."""
    for field in CLIENT_FACTS:
        said, before = getattr(row, field), getattr(client, field)
        if said is not None and caseless(said) != caseless(before or ""):
            raise BadArgumentError(
                field=field, reason="contradicts_earlier_line", given=said, limit=before, thing=client.handle
            )
