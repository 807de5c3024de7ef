"""Two entries of the client book that are one person."""

from datetime import datetime

import pytest

from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.unavailable import DiskFullError, OutcomeUnknownError
from trafftpkg.domain.errors.untrusted import ClientBookDamagedError
from trafftpkg.domain.errors.unusable import StoreUnusableError
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.questions.history import ReadHistory
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.questions.show import ShowClient
from trafftpkg.engine.requests.merge import MergeClients
from trafftpkg.engine.requests.transfer import TransferUnits


def merges(
    business: Story, kept: str, merged: str, *, on: str | None = None, key: str | None = None
) -> Outcome:
    return business.does(MergeClients(kept=kept, merged=merged, confirmed=True), on=on, key=key)


def listed(business: Story, client: str, as_of: str | None = None) -> list[str]:
    moment = None if as_of is None else datetime.fromisoformat(as_of)
    return [each.id for each in business.engine.ask(ListPurchases(client=client), as_of=moment).purchases]


@pytest.fixture
def twice(business: Story) -> Story:
    """Ana and Bea, each with a purchase and a visit."""
    business.sells("facial-3", to="ana", on="2026-01-05")
    business.sells("facial-3", to="bea", on="2026-01-06")
    business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    business.makes_appointment("facial", for_="bea", at="2026-01-13T10:00")
    return business


@rule("R-10.4")
def test_what_the_one_has_is_the_others(twice: Story) -> None:
    merges(twice, "ana", "bea", on="2026-01-08")

    page = twice.engine.ask(ShowClient(client="ana"))

    assert [each.id for each in page.purchases] == ["pur-1", "pur-2"]
    assert [each.id for each in page.appointments] == ["apt-1", "apt-2"]
    assert {each.client for each in page.purchases} == {twice.key_of("ana")}


@rule("R-10.4")
def test_a_merged_clients_units_pay_for_the_visits_of_the_one_who_is_kept(twice: Story) -> None:
    twice.voids("pur-1", cancel_appointments=True)
    merges(twice, "ana", "bea")

    assert twice.books("facial", for_="ana", at="2026-01-14T10:00") == "pur-2"
    with twice.refuses("already_booked"):
        twice.booking("massage", for_="ana", at="2026-01-13T10:00", location="centre", without_package=True)


@rule("R-10.4")
def test_history_tells_the_merge_and_what_was_before(twice: Story) -> None:
    merges(twice, "ana", "bea", on="2026-01-08")

    rows = twice.engine.ask(ReadHistory(thing="pur-2")).rows

    assert [row.entry.request for row in rows] == ["purchase", "book", "merge"]
    assert rows[1].balance == rows[2].balance


@rule("R-10.4")
def test_before_the_merge_both_are_as_they_were(twice: Story) -> None:
    merges(twice, "ana", "bea", on="2026-01-08")

    assert listed(twice, "ana", as_of="2026-01-07T10:00") == ["pur-1"]
    assert listed(twice, "bea", as_of="2026-01-07T10:00") == ["pur-2"]
    assert listed(twice, "bea", as_of="2026-01-08T10:00") == ["pur-1", "pur-2"]


@rule("R-10.4")
def test_only_what_moves_is_written_down(twice: Story) -> None:
    (event,) = merges(twice, "ana", "bea").entry.events  # type: ignore[union-attr]

    assert event.touched() == ("pur-2", "apt-2")


@rule("R-10.5")
def test_the_other_handle_leads_to_the_one_who_is_kept(twice: Story) -> None:
    merges(twice, "ana", "bea")

    assert listed(twice, "bea") == ["pur-1", "pur-2"]
    assert [each.handle for each in twice.clients.clients()] == ["ana"]
    assert twice.books("facial", for_="bea", at="2026-01-14T10:00") == "pur-1"


@rule("R-10.5")
def test_nobody_is_merged_with_themself_nor_twice(twice: Story) -> None:
    merges(twice, "ana", "bea")

    for kept, merged in (("ana", "ana"), ("ana", "bea"), ("bea", "ana"), ("bea", "bea")):
        with twice.refuses("same_client"):
            merges(twice, kept, merged)


@rule("R-10.5")
def test_one_who_has_nothing_can_be_merged(business: Story) -> None:
    business.knows("ana", "bea")

    outcome = merges(business, "ana", "bea")

    assert outcome.entry is not None
    assert business.key_of("ana") in outcome.entry.clients
    assert len(outcome.entry.clients) == 2
    assert business.key_of("bea") == business.key_of("ana")


@rule("R-10.5")
def test_a_chain_of_merges_leads_to_the_last(twice: Story) -> None:
    twice.sells("facial-3", to="cleo", on="2026-01-07")
    merges(twice, "ana", "bea", on="2026-01-08")
    merges(twice, "cleo", "ana", on="2026-01-09")

    assert listed(twice, "bea") == ["pur-1", "pur-2", "pur-3"]
    assert listed(twice, "bea", as_of="2026-01-08T12:00") == ["pur-1", "pur-2"]


def test_the_same_merge_under_its_key_is_done_once(twice: Story) -> None:
    first = merges(twice, "ana", "bea", key="m")
    again = merges(twice, "ana", "bea", key="m")

    assert again.replayed
    assert again.purchases == first.purchases


def test_a_request_that_named_the_merged_client_keeps_its_key(twice: Story) -> None:
    twice.knows("ivo")
    gift = TransferUnits(purchase="pur-1", to="bea", units=1, reason="gift")
    twice.does(gift, key="gift")
    merges(twice, "ivo", "bea")

    assert twice.does(gift, key="gift").replayed


@pytest.mark.parametrize(
    "error",
    [
        DiskFullError(where="ledger.jsonl.clients"),
        StoreUnusableError(where="ledger.jsonl.clients", reason="hard_links", given=2),
        ClientBookDamagedError(where="ledger.jsonl.clients", reason="unreadable"),
    ],
)
def test_a_client_book_that_failed_is_completed_by_asking_again(
    twice: Story, monkeypatch: pytest.MonkeyPatch, error: TrafftpkgError
) -> None:
    def failing(*_: object) -> None:
        raise error

    with monkeypatch.context() as failed:
        failed.setattr(twice.clients, "merge", failing)
        with pytest.raises(OutcomeUnknownError):
            merges(twice, "ana", "bea")

    assert listed(twice, "ana") == ["pur-1", "pur-2"]
    merges(twice, "ana", "bea")

    assert listed(twice, "bea") == ["pur-1", "pur-2"]


@rule("R-12.5")
def test_a_merge_is_confirmed_and_what_would_move_is_named(business: Story) -> None:
    business.knows("ana", "bea")
    sold = business.sells("glow-10", to="bea")

    with business.refuses("confirmation_needed") as refusal:
        business.does(MergeClients(kept="ana", merged="bea"))

    assert (refusal.error.kept, refusal.error.merged, refusal.error.purchases) == ("ana", "bea", (sold,))
