"""A small catalogue to break: one rule at a time."""

import os
from datetime import UTC, datetime
from pathlib import Path

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.finding import Finding
from trafftpkg.domain.ids import PackageId
from trafftpkg.domain.package import Package
from trafftpkg.stores.catalogue.source import YamlCatalogue

FILES = {
    "business.yaml": """\
name: Studio
time_zone: Europe/Lisbon
currency: EUR
taxes:
  - {id: vat, name: VAT, percent: 20, included: true}
  - {id: levy, name: Levy, percent: 10, included: false}
payment_methods: [card, cash, on-site]
""",
    "services.yaml": """\
- {id: facial, name: Facial, duration: 50m, price: 60.00}
- {id: massage, name: Massage, duration: 1h, price: 80.00}
""",
    "locations.yaml": "- {id: centre, name: Centre}\n",
    "employees.yaml": """\
- id: mira
  name: Mira
  services: [facial, massage]
  locations: [centre]
  hours: {mon-fri: ["09:00-13:00", "14:00-18:00"]}
""",
    "packages/glow.yaml": """\
name: Glow
services:
  - {service: facial, max: 6}
price: {amount: 480.00}
""",
}


class Shop:
    """A catalogue's folder, good until something is written over it."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "catalog"
        self.cache = root / "cache"
        self.now = datetime(2026, 1, 5, 10, tzinfo=UTC)
        (self.folder / "packages").mkdir(parents=True)
        for file, text in FILES.items():
            self.write(file, text)

    def write(self, file: str, text: str | bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def swap(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text()
        assert old in text
        self.write(file, text.replace(old, new, 1))

    def add_to(self, file: str, text: str) -> None:
        self.write(file, (self.folder / file).read_text() + text)

    def age(self) -> None:
        """Let the files be an hour old, so that their stamps are trusted."""
        for path in self.folder.rglob("*.*"):
            self.age_of(path, path.stat().st_mtime - 3600)

    @staticmethod
    def age_of(path: Path, moment: float) -> None:
        os.utime(path, (moment, moment))

    def source(self) -> YamlCatalogue:
        return YamlCatalogue(self.folder, self.cache)

    def catalogue(self) -> Catalogue:
        return self.source().catalogue()

    def package(self, name: str = "glow") -> Package:
        return self.catalogue().packages[PackageId(name)]

    def findings(self, *, strict: bool = False) -> list[Finding]:
        return self.source().findings(strict, now=self.now)

    def found(self, *, strict: bool = False) -> list[str]:
        """Return every finding as `file:line:column field code`."""
        return [
            f"{each.file}:{each.line}:{each.column} {each.field} {each.code}"
            for each in self.findings(strict=strict)
        ]

    def codes(self, *, strict: bool = False) -> list[str]:
        return [each.code for each in self.findings(strict=strict)]

    def problem(self, *, strict: bool = False) -> str:
        (finding,) = self.findings(strict=strict)
        return f"{finding.field} {finding.problem}"
