"""Balances brought in from another system, in groups."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest

from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.naming import ClientExistsError
from trafftpkg.domain.value import replace
from trafftpkg.engine import importing
from trafftpkg.engine.clients import new_client
from trafftpkg.engine.import_checks import ImportRow
from trafftpkg.engine.importing import BalanceImport
from trafftpkg.engine.requests.base import fingerprint_of
from trafftpkg.engine.requests.import_balance import ImportBalance

RECORDED = "b2d5805de1d5cd714c23bda06534109c22c178c1f5589bc835845e183c873e19"
"""What version 0.1 recorded of a row; a file that it imported adds nothing when it is imported again."""


def row(line: int, client: str, reference: str, package: str = "facial-3", **facts: object) -> ImportRow:
    request = ImportBalance(client=client, package=package, reference=reference, **facts)  # type: ignore[arg-type]
    return ImportRow(line=line, request=request, newcomer=new_client(client))


def brings_in(business: Story, *rows: ImportRow, on: str | None = None) -> list[tuple[str | None, bool]]:
    business.now = on or business.now
    balances = BalanceImport(business.engine, rows, "import")
    assert balances.problems() == []
    return [(each.purchase, each.new) for each in balances.carry_out(dry_run=False).rows]


@rule("R-10.6")
def test_an_imported_balance_pays_for_visits_though_it_is_not_paid(business: Story) -> None:
    brings_in(business, row(2, "ana", "A-1", granted=3, used=1, paid=Decimal(0)))

    assert business.books("facial", for_="ana", at="2026-01-12T10:00") == "pur-1"
    assert business.counts("pur-1") == {"available": 1, "booked": 1, "used": 1}
    assert business.status("pur-1") == "active"


@rule("R-10.6")
def test_the_terms_are_those_of_the_day_of_the_import(business: Story) -> None:
    brings_in(business, row(2, "ana", "A-1"))
    business.offers()
    before = business.purchase("pur-1").terms

    assert before.package == "facial-3"
    assert business.last_day("pur-1") == "2026-02-04"


@rule("R-10.6")
def test_what_was_not_used_in_time_lapses(business: Story) -> None:
    brings_in(business, row(2, "ana", "A-1", used=1, last_day=date(2026, 1, 9)))

    assert business.status("pur-1", on="2026-01-10") == "expired"
    assert business.expires().expired == 1
    assert business.counts("pur-1") == {"lapsed": 2, "used": 1}


@rule("R-10.6")
def test_all_of_it_may_have_been_used_and_not_one_more(business: Story) -> None:
    brings_in(business, row(2, "ana", "A-1", granted=3, used=3))
    (problem,) = BalanceImport(
        business.engine, [row(2, "ana", "A-2", granted=3, used=4)], "import"
    ).problems()

    assert business.status("pur-1") == "used_up"
    assert (problem.field, problem.error.code) == ("used", "usage")


@rule("R-10.6")
def test_a_refund_takes_what_was_used_elsewhere_into_account(business: Story) -> None:
    brings_in(business, row(2, "ana", "A-1", used=1, paid=Decimal("150.00")))

    assert business.refunds("pur-1", method="card") == Decimal("100.00")


@rule("R-10.7")
def test_an_import_that_was_interrupted_goes_on_where_it_was(
    business: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "GROUP", 2)
    rows = [row(n, "ana" if n < 4 else "eve", f"A-{n}") for n in range(2, 7)]
    balances = BalanceImport(business.engine, rows, "import")
    with pytest.raises(KeyboardInterrupt):
        balances.carry_out(dry_run=False, progress=_interrupt_after(2))

    assert business.recorded() == 2
    assert brings_in(business, *rows) == [
        ("pur-1", False),
        ("pur-2", False),
        ("pur-3", True),
        ("pur-4", True),
        ("pur-5", True),
    ]
    assert [each.handle for each in business.clients.clients()] == ["ana", "eve"]


@rule("R-10.7")
def test_a_thousand_rows_are_numbered_in_their_order_in_groups(business: Story) -> None:
    rows = [row(n, f"c{n % 7}", f"A-{n}") for n in range(1, 1203)]

    assert brings_in(business, *rows) == [(f"pur-{n}", True) for n in range(1, 1203)]
    assert [each.id for each in business.purchases_of("c1")][:2] == ["pur-1", "pur-8"]


@rule("R-10.7")
def test_a_client_whom_another_desk_adds_meanwhile_refuses_the_import_and_is_recognised_when_it_is_repeated(
    business: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, add_all = list[int](), business.clients.add_all

    def counted(clients: Sequence[Client]) -> None:
        tries.append(len(clients))
        add_all(clients)

    rows = [row(2, "bea", "A-1"), row(3, "ana", "A-2")]
    balances = BalanceImport(business.engine, rows, "import")
    assert balances.problems() == []
    business.knows("ana")
    monkeypatch.setattr(business.clients, "add_all", counted)
    with pytest.raises(ClientExistsError, match="ana"):
        balances.carry_out(dry_run=False)

    assert (tries, business.recorded()) == ([2], 0)
    assert brings_in(business, *rows) == [("pur-1", True), ("pur-2", True)]
    assert [each.handle for each in business.clients.clients()] == ["ana", "bea"]
    assert [each.id for each in business.purchases_of("ana")] == ["pur-2"]


@rule("R-10.7")
def test_looking_at_a_file_changes_nothing(business: Story) -> None:
    balances = BalanceImport(business.engine, [row(2, "ana", "A-1"), row(3, "ana", "A-2")], "import")

    report = balances.carry_out(dry_run=True)

    assert [each.purchase for each in report.rows] == [None, None]
    assert (report.units, report.paid) == ({"session": 6}, Decimal("300.00"))
    assert business.recorded() == 0
    assert business.clients.clients() == []


def _interrupt_after(rows: int) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        if done >= rows:
            raise KeyboardInterrupt

    return progress


@rule("R-10.7")
def test_a_row_that_was_imported_before_there_was_a_column_for_what_is_left_is_the_same_row() -> None:
    request = ImportBalance(client="ana", package="glow-10", reference="A-1", granted=10, used=4)

    assert fingerprint_of(request, {}) == RECORDED
    assert fingerprint_of(replace(request, left=6), {}) != fingerprint_of(request, {})
