"""What clients hold, and what must not vanish from the catalogue while they do."""

from dataclasses import replace

from tests.story import Story
from trafftpkg.domain.ids import EmployeeId, PackageId, ServiceId
from trafftpkg.engine.questions.holdings import CountHoldings, Holdings
from trafftpkg.engine.vanished import is_given, vanished


def held(business: Story, *employees: str) -> Holdings:
    """Return what is held now."""
    return business.engine.ask(CountHoldings(employees=tuple(EmployeeId(each) for each in employees)))


def counted(business: Story) -> dict[str, tuple[int, int]]:
    """Return how many live purchases there are of each package, and of how many clients."""
    return {each.key: (each.purchases, each.clients) for each in held(business).packages.values()}


def test_before_anything_is_recorded_nothing_is_held(business: Story) -> None:
    found = held(business, "mira")

    assert (found.recorded, dict(found.packages), dict(found.ahead)) == (False, {}, {})


def test_purchases_and_their_clients_are_counted_by_package(business: Story) -> None:
    for client in ("ana", "ana", "eve"):
        business.sells("facial-3", to=client)
    business.sells("glow-10", to="eve")

    assert counted(business) == {"facial-3": (3, 2), "glow-10": (1, 1)}


def test_a_sale_not_paid_yet_is_held(business: Story) -> None:
    business.sells("facial-3", to="ana", pay="none")

    assert counted(business) == {"facial-3": (1, 1)}


def test_a_frozen_purchase_is_held(business: Story) -> None:
    purchase = business.sells("facial-3", to="ana")
    business.freezes(purchase, from_="2026-01-05", until="2026-01-30")

    assert counted(business) == {"facial-3": (1, 1)}


def test_what_was_voided_is_held_no_more(business: Story) -> None:
    business.voids(business.sells("facial-3", to="ana"))

    assert counted(business) == {}


def test_what_is_used_up_is_held_until_its_last_visit_begins(business: Story) -> None:
    visits = tuple(f"facial@2026-01-{day}T10:00" for day in (12, 13, 14))
    business.sells("facial-3", to="ana", book=visits)

    business.now = "2026-01-14T09:59"
    before = counted(business)
    business.now = "2026-01-14T10:00"

    assert (before, counted(business)) == ({"facial-3": (1, 1)}, {})


def test_a_purchase_counts_once_for_each_service_that_it_includes(business: Story) -> None:
    business.sells("glow-10", to="ana")
    business.sells("facial-3", to="eve")

    found = held(business).services

    assert (found["facial"].purchases, found["facial"].clients) == (2, 2)
    assert (found["massage"].purchases, found["massage"].clients) == (1, 1)


def test_visits_ahead_are_counted_for_those_who_are_asked_for(business: Story) -> None:
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    employee = business.appointment(visit).visit.employee

    before = held(business, employee).ahead[employee]
    business.now = "2026-01-12T10:01"

    assert (before, held(business, employee).ahead[employee]) == (1, 0)


def test_what_is_held_and_not_declared_is_found_by_its_file(business: Story) -> None:
    business.sells("glow-10", to="ana")
    business.sells("facial-3", to="ana")
    without = replace(
        business.catalogue,
        packages={
            key: each for key, each in business.catalogue.packages.items() if key != PackageId("glow-10")
        },
        services={
            key: each for key, each in business.catalogue.services.items() if key != ServiceId("facial")
        },
    )

    found = vanished(without, held(business))

    assert [(each.file, each.line, each.column, each.severity, each.code, each.field) for each in found] == [
        ("packages/glow-10.yaml", 1, 1, "error", "package_vanished", ""),
        ("services.yaml", 1, 1, "error", "service_vanished", "facial"),
    ]
    assert vanished(business.catalogue, held(business)) == []


def test_a_service_is_given_while_anybody_gives_it(business: Story) -> None:
    nobody = replace(business.catalogue, employees={})

    assert is_given(ServiceId("facial"), business.catalogue)
    assert not is_given(ServiceId("facial"), nobody)
    assert not is_given(ServiceId("unheard-of"), business.catalogue)
