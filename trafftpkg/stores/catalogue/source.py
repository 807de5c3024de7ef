"""The catalogue in a folder of YAML files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.stores.catalogue.compiled import Compiled, compile_catalogue, compiled
from trafftpkg.stores.catalogue.compiled_file import CompiledFile, default_cache, stamps_in, trusted

if TYPE_CHECKING:
    from datetime import datetime

    from trafftpkg.domain.assignment import Assignment
    from trafftpkg.domain.finding import Finding
    from trafftpkg.domain.new_business import NewBusiness
    from trafftpkg.stores.catalogue.pictures.watched import CataloguePictures


class YamlCatalogue:
    """The catalogue of a folder, and its findings.

    A compiled copy of a good catalogue is kept, and used as long as no file changes. Without it, everything
    only takes longer.

    Args:
        folder: The folder with business.yaml and the other files.
        cache: Where compiled copies are kept. None: the user's cache folder.
    """

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self._folder = folder.absolute()
        self._cache = cache or default_cache()
        self._compiled = CompiledFile(self._cache, str(self._folder))
        self._last: tuple[dict[str, str], Catalogue] | None = None

    @cached_property
    def pictures(self) -> CataloguePictures:
        """The pictures in the folder, made ready for pages."""
        from trafftpkg.stores.catalogue.pictures.watched import CataloguePictures

        return CataloguePictures(self._folder, self._cache)

    def catalogue(self) -> Catalogue:
        """Return the catalogue as its files are now.

        Raises:
            CatalogueInvalidError: it has errors. Names all of them.
        """
        stamps = self._stamps()
        if self._last is not None and self._last[0] == stamps:
            return self._last[1]
        copy = self._copy()
        if copy is None or not copy.is_of(stamps):
            return self._read(stamps, copy)
        # Only what a copy's stamps vouch for is kept: a file just written may change without a new stamp.
        self._last = stamps, copy.catalogue()
        return self._last[1]

    def findings(
        self,
        strict: bool = False,
        *,
        now: datetime | None = None,
        by_checkout: tuple[str, ...] | None = (),
    ) -> list[Finding]:
        """Return the findings by file, line and column. With `strict` also warnings.

        Args:
            now: By which seasons are over. None: they are not looked at.
            by_checkout: The methods that the page's checkouts take. None: any, as far as it is known.
        """
        from trafftpkg.domain.errors.untrusted import CatalogueInvalidError

        try:
            stamps = self._stamps()
        except CatalogueInvalidError as error:
            return list(error.findings)
        copy = self._copy()
        if copy is not None and copy.is_of(stamps) and not strict:
            return []
        from trafftpkg.stores.catalogue.checking import check
        from trafftpkg.stores.catalogue.for_nobody import Strictness

        by = Strictness(now=now, by_checkout=by_checkout) if strict else None
        return check(self._folder, stamps, _trees(copy, stamps), strict=by).findings

    def place_of(self, file: str, field: str) -> tuple[int, int]:
        """Return line and column of a field in a file."""
        from trafftpkg.stores.catalogue.sources import place_in

        return place_in(self._folder, file, (field,))

    def begin_business(self, business: NewBusiness, *, dry_run: bool = False) -> list[str]:
        """Write a business: this catalogue, and what goes beside it. Return the files' names from there.

        Raises:
            BadArgumentError: some of the files are there already.
            CatalogueEditInvalidError: the name, the time zone or the currency is none.
            StoreUnavailableError: the folder cannot be written.
        """
        from trafftpkg.stores.catalogue.new_business import begun_business

        return begun_business(self._folder, business, dry_run=dry_run)

    def begin(self, kind: str, identifier: str, *, dry_run: bool = False) -> tuple[str, str]:
        """Write a new package, service, employee or location. Return its file's name, and what is new.

        Args:
            kind: package, service, employee or location.

        Raises:
            CatalogueInvalidError: the catalogue has errors, to be fixed first.
            BadArgumentError: the id is not valid or is taken, or the catalogue lacks what it begins with.
            StoreUnavailableError: the folder cannot be written.
        """
        from trafftpkg.stores.catalogue.beginning import begun

        return begun(self._folder, self._stamps(), self.catalogue(), (kind, identifier), dry_run=dry_run)

    def change(
        self, identifier: str, assignments: Sequence[Assignment], *, dry_run: bool = False
    ) -> tuple[str, str, str]:
        """Change values of one thing, all or none. Return its file's name, and its text before and after.

        Args:
            identifier: `glow-10`, or `service/massage` where several things have the id; or `business`.

        Raises:
            BadArgumentError: nothing or several things have the id; or there is no such value.
            CatalogueInvalidError: the catalogue has errors, and the change does not fix them all.
            CatalogueEditInvalidError: the change would be an error.
            StoreUnavailableError: the file cannot be written, or was changed by somebody else meanwhile.
        """
        from trafftpkg.stores.catalogue.changing import changed

        return changed(self._folder, self._stamps(), identifier, assignments, dry_run=dry_run)

    def write_schemas(self, *, dry_run: bool = False) -> list[str]:
        """Write the JSON Schemas to where the first lines of the files lead. Return their names.

        Raises:
            StoreUnavailableError: the folder cannot be written.
        """
        from trafftpkg.stores.catalogue.json_schemas import schema_files
        from trafftpkg.stores.catalogue.writing import put_over

        written = schema_files()
        for name, data in written.items() if not dry_run else ():
            put_over(self._folder / name, data, before=None)
        return list(written)

    def at(self, revision: str) -> Catalogue:
        """Return the catalogue as it was in a revision of git.

        Raises:
            BadArgumentError: there is no git here, no such revision, or no catalogue in it.
            CatalogueInvalidError: it had errors then.
        """
        from trafftpkg.domain.errors.untrusted import CatalogueInvalidError
        from trafftpkg.stores.catalogue.checking import check
        from trafftpkg.stores.catalogue.revisions import files_in
        from trafftpkg.stores.catalogue.values import catalogue_of

        checked = check(self._folder, (), {}, proposed=files_in(self._folder, revision))
        if checked.findings:
            raise CatalogueInvalidError(findings=tuple(checked.findings), revision=revision)
        return catalogue_of(checked.declarations)

    def last_good(self) -> Catalogue | None:
        """Return the catalogue as it was when it was last found good. None if there is no copy."""
        copy = self._copy()
        return None if copy is None else copy.catalogue()

    def _stamps(self) -> dict[str, str]:
        try:
            return stamps_in(str(self._folder))
        except OSError as error:
            raise _unreadable(self._folder, error) from None

    def _copy(self) -> Compiled | None:
        data = self._compiled.read()
        return None if data is None else compiled(data, str(self._folder))

    def _read(self, stamps: dict[str, str], copy: Compiled | None) -> Catalogue:
        # pydantic and yaml are loaded only if a file has changed.
        from trafftpkg.stores.catalogue.checking import check
        from trafftpkg.stores.catalogue.values import catalogue_of

        with self._compiled.new() as new:
            checked = check(self._folder, stamps, _trees(copy, stamps))
            if checked.findings:
                raise _invalid(checked.findings)
            catalogue = catalogue_of(checked.declarations)
            if new is not None:
                known = trusted(stamps, new.opened_at)
                new.fill(compile_catalogue(catalogue, str(self._folder), known, checked.trees))
        return catalogue


def _unreadable(folder: Path, error: OSError) -> TrafftpkgError:
    from trafftpkg.domain.finding import Finding

    reason = (error.strerror or "").lower()
    problem = f"the catalogue folder {folder} cannot be read: {reason}"
    return _invalid(
        [
            Finding(
                file=".", line=1, column=1, severity="error", field="", code="folder_missing", problem=problem
            )
        ]
    )


def _invalid(findings: list[Finding]) -> TrafftpkgError:
    from trafftpkg.domain.errors.untrusted import CatalogueInvalidError

    return CatalogueInvalidError(findings=tuple(findings))


def _trees(copy: Compiled | None, stamps: dict[str, str]) -> dict[str, Any]:
    return {} if copy is None else copy.trees(stamps)
