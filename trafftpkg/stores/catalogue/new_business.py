"""A whole business to begin with: five files, their schemas, and what keeps people out of version control."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from trafftpkg.domain.errors.unavailable import failed
from trafftpkg.domain.errors.untrusted import CatalogueEditInvalidError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.new_business import NewBusiness
from trafftpkg.stores.catalogue import files as names
from trafftpkg.stores.catalogue.checking import check
from trafftpkg.stores.catalogue.json_schemas import schema_files
from trafftpkg.stores.catalogue.new_entries import (
    USUAL_HOURS,
    in_columns,
    new_employee_lines,
    new_location_lines,
    new_service_lines,
)
from trafftpkg.stores.catalogue.new_package import new_package_text
from trafftpkg.stores.catalogue.snippets import snippet
from trafftpkg.stores.catalogue.values import catalogue_of

CATALOGUE = "catalog"
SERVICE, LOCATION, EMPLOYEE, PACKAGE = "massage", "main-room", "mira", "massage-5"

_BUSINESS = """\
# yaml-language-server: $schema=.schema/business.json
#
# Who sells, and by which rules. Lines that begin with # are optional. Every key: trafftpkg guide catalogue
# After a change: trafftpkg catalog check
name: {name}
time_zone: {zone} @ days begin and end by its clocks; a ledger keeps the one it began with
currency: {currency} @ of every amount in these files; a ledger keeps it, too
payment_methods: [card, cash, on-site] @ names of your choice; on-site: paid at the visit
cancellation:
  free_until: 24h @ cancelling is free until this long before the start
  late: keep @ later it uses its units; release: it never does
  no_show: keep @ the same for a visit that was missed
  forgiven: 1 @ so many are forgiven for each purchase
# refunds: pro-rata @ what clients are promised of what they have not used: also list-price, none
# booking: {{step: 15m, notice: 1h, horizon: 365d}}
# taxes: [{{id: vat, name: VAT, percent: 20, included: true}}]
# closed: [2026-12-25, 2026-12-31/2027-01-02]
# locale: en_IE @ how the booking page writes dates and money
# region: IE @ how phone numbers without a country's code are read
# languages: [en, de] @ of page and letters; the first is the usual one
# contact: {{address: [Main Street 1, Dublin], phone: "+353 1 555 0100", email: hello@studio.example}}
# legal: {{tax_number: "1234567A", privacy: https://studio.example/privacy}} @ on page, letters and receipts
# bank: {{holder: Studio, iban: DE89 3704 0044 0532 0130 00}} @ where bank-transfer is a way to pay
# look: {{logo: images/logo.png, color: "#1b665f"}}
# mailing: {{copy_news: false, reminders: [tomorrow, unpaid]}} @ which letters go out: trafftpkg guide letters
"""
_SERVICES = """\
# yaml-language-server: $schema=.schema/services.json
#
# What can be booked. One more: trafftpkg catalog new service ID
"""
_LOCATIONS = """\
# yaml-language-server: $schema=.schema/locations.json
#
# Where visits take place. One more: trafftpkg catalog new location ID
"""
_EMPLOYEES = """\
# yaml-language-server: $schema=.schema/employees.json
#
# Who gives the services, where, and when. One more: trafftpkg catalog new employee ID
"""
_GITIGNORE = """\
# Clients, visits, money, keys, backups: none of it belongs into version control, whatever its name.
# So all is left out but what is sold. To keep more, name it like the last lines.
/*
!/.gitignore
!/.pre-commit-config.yaml
!/catalog/
"""
_PRE_COMMIT = """\
# With https://pre-commit.com, a catalogue that has a problem cannot be committed. Once: pre-commit install
repos:
  - repo: local
    hooks:
      - id: trafftpkg-catalog-check
        name: check the catalogue
        entry: trafftpkg catalog check
        language: system
        files: ^catalog/
        pass_filenames: false
"""


def begun_business(catalogue: Path, business: NewBusiness, *, dry_run: bool) -> list[str]:
    """Write a business into the folder of its catalogue's folder. Return the names of its files.

    Raises:
        BadArgumentError: some of the files are there already.
        CatalogueEditInvalidError: the name, the time zone or the currency is none.
        StoreUnavailableError: the folder cannot be written.
    """
    folder = catalogue.parent
    written = _all_files(business)
    taken = _taken(folder)
    if taken:
        raise BadArgumentError(field="folder", reason="files_exist", thing=str(folder), choices=tuple(taken))
    if not dry_run:
        _put(folder, written)
    return list(written)


def _all_files(business: NewBusiness) -> dict[str, bytes]:
    declared = {file: text.encode() for file, text in _texts(business).items()}
    nowhere = Path(os.devnull)  # all that is read is proposed
    checked = check(nowhere, (), {}, proposed=declared)
    if checked.findings:
        raise CatalogueEditInvalidError(findings=tuple(checked.findings))
    package = new_package_text(PACKAGE, catalogue_of(checked.declarations), "visible")
    declared[names.package_file(PACKAGE)] = package.encode()
    return {
        ".gitignore": _GITIGNORE.encode(),
        ".pre-commit-config.yaml": _PRE_COMMIT.encode(),
        **{f"{CATALOGUE}/{file}": data for file, data in {**declared, **schema_files()}.items()},
    }


def _texts(business: NewBusiness) -> Mapping[str, str]:
    zone, currency = snippet(business.time_zone), snippet(business.currency)
    text = _BUSINESS.format(name=snippet(business.name), zone=zone, currency=currency)
    return {
        names.BUSINESS: _joined(map(in_columns, text.splitlines())),
        names.SERVICES: _SERVICES + _joined(new_service_lines(SERVICE, business.currency)),
        names.LOCATIONS: _LOCATIONS + _joined(new_location_lines(LOCATION, zone)),
        names.EMPLOYEES: _EMPLOYEES + _joined(new_employee_lines(EMPLOYEE, SERVICE, LOCATION, USUAL_HOURS)),
    }


def _joined(lines: Iterator[str] | list[str]) -> str:
    return "".join(f"{each}\n" for each in lines)


def _taken(folder: Path) -> list[str]:
    """Return the files that stand in the way; an empty folder does not."""
    if folder.exists() and not folder.is_dir():
        return [folder.name]
    catalogue = folder / CATALOGUE
    below = (
        [path for path in catalogue.rglob("*") if not path.is_dir()] if catalogue.is_dir() else [catalogue]
    )
    alone = [folder / name for name in (".gitignore", ".pre-commit-config.yaml")]
    return sorted(str(path.relative_to(folder)) for path in (*alone, *below) if os.path.lexists(path))


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Lay all files out in a hidden folder, and give them their names when the last is written."""
    try:
        with _laid_out(folder, files) as laid_out:
            if folder.exists():
                _move_in(laid_out, folder)
            else:
                laid_out.rename(folder)
    except FileExistsError:
        raise BadArgumentError(
            field="folder", reason="files_exist", thing=str(folder), choices=tuple(_taken(folder))
        ) from None
    except OSError as error:
        raise failed(str(folder), error, writing=True) from error


@contextmanager
def _laid_out(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    beside = folder if folder.exists() else folder.parent
    unfinished = beside / f".trafftpkg-init.{os.getpid()}"
    try:
        unfinished.mkdir()
        for name, data in files.items():
            (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / name).write_bytes(data)
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _move_in(laid_out: Path, folder: Path) -> None:
    """Move each part to its name, over nothing. If one cannot be moved, none stays."""
    moved: list[Path] = []
    try:
        for part in sorted(laid_out.iterdir()):
            target = folder / part.name
            if part.is_dir():
                part.rename(target)  # over an empty folder, and over no other
            else:
                os.link(part, target)
            moved.append(target)
    except OSError:
        for target in moved:
            with suppress(OSError):
                shutil.rmtree(target) if target.is_dir() else target.unlink()
        raise
