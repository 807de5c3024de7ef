"""Findings for what clients still hold and the catalogue no longer declares."""

from collections.abc import Iterator, Mapping

from trafftpkg.domain.balance import Holding
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.finding import Finding
from trafftpkg.domain.ids import PackageId, ServiceId
from trafftpkg.engine.questions.holdings import Holdings


def vanished(catalogue: Catalogue, held: Holdings) -> list[Finding]:
    """Return a finding for each package, and each service, that is held and not declared, by place."""
    packages = _missing(held.packages, [PackageId(each) for each in catalogue.packages])
    services = _missing(held.services, [ServiceId(each) for each in catalogue.services])
    return sorted([*map(_package, packages), *map(_service, services)])


def is_given(service: ServiceId, catalogue: Catalogue) -> bool:
    """Tell whether a service is declared, and anybody gives it: if not, it can no longer be booked."""
    return service in catalogue.services and any(
        service in each.services for each in catalogue.employees.values()
    )


def _missing(held: Mapping[str, Holding], declared: list[PackageId] | list[ServiceId]) -> Iterator[Holding]:
    return (each for key, each in held.items() if key not in set(declared))


def _package(held: Holding) -> Finding:
    problem = f"the file is missing, but {_who_has(held)} it. Restore the file, with status: archived"
    return _finding(f"packages/{held.key}.yaml", "", "package_vanished", problem)


def _service(held: Holding) -> Finding:
    problem = (
        f"'{held.key}' is missing, but {_who_has(held)} packages that include it. "
        "Restore it until these are used up"
    )
    return _finding("services.yaml", held.key, "service_vanished", problem)


def _who_has(held: Holding) -> str:
    if held.clients == 1:
        return "1 client still holds"
    return f"{held.clients} clients still hold"


def _finding(file: str, field: str, code: str, problem: str) -> Finding:
    return Finding(file=file, line=1, column=1, severity="error", field=field, code=code, problem=problem)
