"""The compiled copy of a good catalogue: quick to check, and decoded only where needed.

It is one JSON document. Its line ends are part of the format, so that most of it need not be parsed:

    {"form": …, "folder": …, "crc32": …,        the check sum is of the rest
    "stamps": {file: stamp, …},                 the files as they were when they were read
    "head": {business, services, locations, employees, letters},
    "packages":{                                one to a line, by position and id
    "glow-10":{…},
    …
    },
    "trees":{file: tree, …}}                    what each file holds; needed when another changes
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any
from zlib import crc32

from trafftpkg.domain.catalogue import Business, Catalogue, Employee, Location, Service, Shift
from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.letters import LetterTexts
from trafftpkg.domain.moments import DaySpan
from trafftpkg.domain.package import Package
from trafftpkg.stores.lines.wire import decode, shape_of

_FORM = 3
_FIRST_PACKAGE = 4
# One encoder for all, because making one takes as long as encoding a package.
_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class Packages(Mapping[PackageId, Package]):
    """Packages by id, each decoded on first use."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._encoded = dict(map(_key_and_value, lines))
        self._decoded: dict[PackageId, Package] = {}

    def __getitem__(self, package: PackageId) -> Package:
        """Return a package, or raise `KeyError`."""
        found = self._decoded.get(package)
        if found is None:
            found = self._decoded[package] = decode(Package, json.loads(self._encoded[package]))
        return found

    def __contains__(self, package: object) -> bool:
        """Tell whether there is such a package, without decoding it."""
        return package in self._encoded

    def __iter__(self) -> Iterator[PackageId]:
        """Yield the ids, by position and id."""
        return map(PackageId, self._encoded)

    def __len__(self) -> int:
        """Count them, without decoding them."""
        return len(self._encoded)


class Compiled:
    """A compiled copy, as read from its file: checked, not yet decoded."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def is_of(self, stamps: Mapping[str, str]) -> bool:
        """Tell whether no file was changed, added or removed."""
        return self._lines[1] == _stamps_line(stamps)

    def catalogue(self) -> Catalogue:
        """Return the catalogue. Its packages are decoded on first use."""
        head = json.loads(_key_and_value(self._lines[2])[1])
        packages = Packages(self._lines[_FIRST_PACKAGE:-2])
        services = [decode(Service, each) for each in head["services"]]
        locations = [decode(Location, each) for each in head["locations"]]
        employees = [decode_employee(each) for each in head["employees"]]
        return Catalogue(
            business=decode(Business, head["business"]),
            services={each.id: each for each in services},
            locations={each.id: each for each in locations},
            employees={each.id: each for each in employees},
            packages=packages,
            letters=tuple(decode(LetterTexts, each) for each in head["letters"]),
        )

    def trees(self, stamps: Mapping[str, str]) -> dict[str, Any]:
        """Return the content of the files that have not changed since."""
        before = json.loads(_key_and_value(self._lines[1])[1])
        trees = json.loads(_key_and_value(self._lines[-1])[1].removesuffix("}"))
        return {file: tree for file, tree in trees.items() if before[file] == stamps.get(file)}


def compiled(data: bytes, folder: str) -> Compiled | None:
    """Return a compiled copy. None if it is of another folder or form, or damaged."""
    first, _, rest = data.partition(b"\n")
    if first != _first_line(folder, rest):
        return None
    return Compiled(data.decode().split("\n"))


def compile_catalogue(
    catalogue: Catalogue, folder: str, stamps: Mapping[str, str], trees: Mapping[str, Any]
) -> bytes:
    """Return the compiled copy of a good catalogue.

    Args:
        folder: Its absolute path.
        stamps: The stamps of its files when they were read.
        trees: Their content.
    """
    from trafftpkg.stores.lines.wire_writing import written  # who reads a copy writes nothing

    def listed(values: Iterable[object]) -> str:
        return f"[{','.join(map(written, values))}]"

    head = (
        f'{{"business":{written(catalogue.business)}'
        f',"services":{listed(catalogue.services.values())}'
        f',"locations":{listed(catalogue.locations.values())}'
        f',"employees":{_json([encode_employee(each) for each in catalogue.employees.values()])}'
        f',"letters":{listed(catalogue.letters)}}}'
    )
    lines = [_stamps_line(stamps), f'"head":{head},', '"packages":{']
    lines += [f"{_json(name)}:{written(each)}," for name, each in catalogue.packages.items()]
    # JSON has no comma after the last one.
    lines[-1] = lines[-1].removesuffix(",")
    lines += ["},", f'"trees":{_json(trees)}}}']
    rest = "\n".join(lines).encode()
    return b"%b\n%b" % (_first_line(folder, rest), rest)


def _first_line(folder: str, rest: bytes) -> bytes:
    form = f"{_FORM}-{crc32(shape_of(Catalogue).encode()):08x}"
    return f'{{"form":{_json(form)},"folder":{_json(folder)},"crc32":{crc32(rest)},'.encode()


def _stamps_line(stamps: Mapping[str, str]) -> str:
    return f'"stamps":{_json(stamps)},'


def _key_and_value(line: str) -> tuple[str, str]:
    key, _, value = line.partition('":')
    return key[1:], value.removesuffix(",")


def encode_employee(employee: Employee) -> dict[str, Any]:
    """Return an employee as JSON data. A shift is weekday, start and end."""
    return {
        "id": employee.id,
        "name": employee.name,
        "services": employee.services,
        "locations": employee.locations,
        "shifts": [
            [each.weekday, each.start.isoformat("minutes"), each.end and each.end.isoformat("minutes")]
            for each in employee.shifts
        ],
        "days_off": [
            [each.first.isoformat(), each.last and each.last.isoformat()] for each in employee.days_off
        ],
    }


def decode_employee(data: dict[str, Any]) -> Employee:
    """Return the employee that `encode_employee` gave this data for."""
    return Employee(
        id=EmployeeId(data["id"]),
        name=data["name"],
        services=tuple(map(ServiceId, data["services"])),
        locations=tuple(map(LocationId, data["locations"])),
        shifts=tuple(
            Shift(weekday=weekday, start=time.fromisoformat(start), end=end and time.fromisoformat(end))
            for weekday, start, end in data["shifts"]
        ),
        days_off=tuple(
            DaySpan(first=date.fromisoformat(first), last=last and date.fromisoformat(last))
            for first, last in data["days_off"]
        ),
    )
