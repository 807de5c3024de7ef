"""R-6.6 to R-6.8: other clients redeem from a purchase that stays its owner's."""

from datetime import date, datetime

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.package import PurchaseLimit
from trafftpkg.engine.erasing import erase_client
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.engine.questions.history import ReadHistory
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.questions.reminders import FindReminders
from trafftpkg.engine.questions.show import ShowClient
from trafftpkg.engine.questions.statement import ReadStatement
from trafftpkg.engine.requests.merge import MergeClients


@pytest.fixture
def family(business: Story) -> Story:
    """Ana has ten facials or yogas (pur-1) that two others may use; Ivo is one of them.

    What is for one alone would pay last, by its priority.
    """
    business.offers(
        package("family", inclusion("facial", 10), inclusion("yoga", 10), total=10, members=2),
        package("alone", inclusion("facial", 3), priority=90),
        package("hours", inclusion("facial", 75, unit="minute"), unit="minute", members=1),
    )
    business.sells("family", to="ana", on="2026-01-05")
    business.shares("pur-1", "ivo")
    return business


@rule("R-6.6")
def test_a_member_books_for_themself_with_what_is_shared(family: Story) -> None:
    booked = family.booking("facial", for_="ivo", at="2026-01-12T10:00")

    assert booked.purchases[0].client == family.key_of("ana")
    assert booked.appointments[0].client == family.key_of("ivo")
    assert family.balance("pur-1").booked == 1
    family.cancels("apt-1")
    assert family.balance("pur-1").available == 10


@rule("R-6.6")
def test_a_members_own_purchases_pay_before_those_that_are_shared(family: Story) -> None:
    own = family.sells("alone", to="ivo")

    assert [family.books("facial", for_="ivo", at=f"2026-01-{day}T10:00") for day in (12, 13, 14, 15)] == [
        *(own, own, own),
        "pur-1",
    ]
    assert family.books("facial", for_="ivo", at="2026-01-16T10:00", payer="pur-1") == "pur-1"


@rule("R-6.6")
def test_it_is_explained_that_a_shared_purchase_pays_later(family: Story) -> None:
    own = family.sells("alone", to="ivo")

    found = family.explains("facial", for_="ivo", at="2026-01-12T10:00")

    assert [(name, each.rank, each.code) for name, each in found.items()] == [
        ("pur-1", 2, "later"),
        (own, 1, "pays"),
    ]
    assert found["pur-1"].words.endswith("(shared by ana; their own packages pay first)")


@rule("R-6.6", "R-6.4")
def test_hours_of_ones_own_are_completed_by_shared_ones(family: Story) -> None:
    shared = family.sells("hours", to="ana")
    own = family.sells("hours", to="ivo")
    family.shares(shared, "ivo")
    family.books("facial", for_="ivo", at="2026-01-12T10:00", payer=own)

    (visit,) = family.booking("facial", for_="ivo", at="2026-01-13T10:00", payer=own).appointments

    assert [(each.purchase, each.units) for each in visit.allocation] == [(own, 25), (shared, 25)]


@rule("R-6.6")
def test_what_is_not_shared_pays_for_nobody_else(family: Story) -> None:
    with family.refuses("nothing_to_redeem"):
        family.books("facial", for_="mia", at="2026-01-12T10:00")
    with family.refuses("not_a_member"):
        family.books("facial", for_="mia", at="2026-01-12T10:00", payer="pur-1")
    with family.refuses("not_a_member"):
        family.unshares("pur-1", "ana")
    with family.refuses("not_a_member") as refusal:
        family.unshares("pur-1", "mia")
    assert (refusal.error.members, refusal.error.most) == (1, 2)


@rule("R-6.6", "R-12.3")
def test_a_visit_at_its_price_is_redeemed_with_what_is_shared(family: Story) -> None:
    family.booking("facial", for_="ivo", at="2026-01-12T10:00", without_package=True)
    family.booking("facial", for_="mia", at="2026-01-13T10:00", without_package=True)

    family.redeems("apt-1")

    assert family.appointment("apt-1").allocation[0].purchase == "pur-1"
    with family.refuses("not_a_member"):
        family.redeems("apt-2", payer="pur-1")


@rule("R-6.7")
def test_a_purchase_is_shared_with_as_many_as_it_was_sold_for(family: Story) -> None:
    with family.refuses("too_many_members") as refusal:
        family.shares("pur-1", "mia", "zoe")
    assert (refusal.error.members, refusal.error.asked, refusal.error.most) == ((family.key_of("ivo"),), 3, 2)

    family.offers(package("family", inclusion("facial", 10), members=9))
    family.shares("pur-1", "mia")
    with family.refuses("too_many_members"):
        family.shares("pur-1", "zoe")
    family.unshares("pur-1", "ivo")
    family.shares("pur-1", "zoe")
    assert family.purchase("pur-1").members == (family.key_of("mia"), family.key_of("zoe"))


@rule("R-6.7")
def test_what_was_sold_for_one_alone_is_shared_with_nobody(family: Story) -> None:
    alone = family.sells("alone", to="ana")

    with family.refuses("too_many_members") as refusal:
        family.shares(alone, "ivo")
    assert refusal.error.most == 0


@rule("R-6.7")
def test_neither_the_owner_nor_a_member_again_is_made_a_member(family: Story) -> None:
    with family.refuses("same_client"):
        family.shares("pur-1", "mia", "ana")
    with family.refuses("usage") as refusal:
        family.shares("pur-1", "ivo")
    assert refusal.error.reason == "is_member"
    family.shares("pur-1", "mia", "mia")
    assert len(family.purchase("pur-1").members) == 2


@rule("R-6.7")
def test_what_has_ended_is_not_shared(family: Story) -> None:
    family.voids("pur-1")

    with family.refuses("purchase_ended"):
        family.shares("pur-1", "mia")


@rule("R-6.7")
def test_units_that_are_given_away_take_no_members_along(family: Story) -> None:
    given = family.transfers(4, of="pur-1", to="eve")

    assert family.purchase(given).members == ()
    with family.refuses("not_a_member"):
        family.books("facial", for_="ivo", at="2026-01-12T10:00", payer=given)
    family.shares(given, "zoe")


@rule("R-6.8")
def test_visits_stay_when_sharing_ends(family: Story) -> None:
    family.makes_appointment("facial", for_="ivo", at="2026-01-12T10:00")
    family.unshares("pur-1", "ivo")

    with family.refuses("nothing_to_redeem"):
        family.books("facial", for_="ivo", at="2026-01-13T10:00")
    family.moves("apt-1", to="2026-01-14T10:00")
    assert family.balance("pur-1").booked == 1
    family.cancels("apt-1")
    assert family.balance("pur-1").available == 10


@rule("R-6.8")
def test_nobody_is_in_two_places_whoever_pays(family: Story) -> None:
    family.books("yoga", for_="ivo", at="2026-01-12T18:00")

    assert family.books("yoga", for_="ana", at="2026-01-12T18:00") == "pur-1"
    with family.refuses("already_booked"):
        family.books("yoga", for_="ivo", at="2026-01-12T18:00")


@rule("R-6.8")
def test_visits_are_told_by_who_comes_and_reminders_by_whose_it_is(family: Story) -> None:
    family.books("facial", for_="ivo", at="2026-01-12T10:00")

    theirs = family.engine.ask(ListAppointments(client="ivo")).appointments
    reminders = family.engine.ask(FindReminders(low_balance=10)).reminders

    assert [each.id for each in theirs] == ["apt-1"]
    assert family.engine.ask(ListAppointments(client="ana")).appointments == ()
    assert [each.client for each in reminders] == [family.key_of("ana")]


@rule("R-6.8")
def test_what_is_shared_is_listed_for_a_member_but_not_what_is_owed_for_it(family: Story) -> None:
    unpaid = family.sells("family", to="ana", pay="none", method=None)
    family.shares(unpaid, "ivo")

    assert [each.id for each in family.engine.ask(ListPurchases(client="ivo")).purchases] == ["pur-1", unpaid]
    assert family.engine.ask(ListPurchases(client="ivo", due=True)).purchases == ()
    assert family.engine.ask(ListPurchases(client="ivo", own=True)).purchases == ()
    page = family.engine.ask(ShowClient(client="ivo"))
    assert (page.purchases, [each.id for each in page.shared]) == ((), ["pur-1", unpaid])


@rule("R-6.8")
def test_a_limit_counts_what_a_client_bought_themself(family: Story) -> None:
    once = PurchaseLimit(purchases=1, every=None)
    family.offers(package("trial", inclusion("facial", 1), limit=once, members=1))
    shared = family.sells("trial", to="ana")
    family.shares(shared, "ivo")

    assert family.sells("trial", to="ivo")


@rule("R-6.8")
def test_a_statement_tells_of_who_came_and_a_members_of_their_own_visits(family: Story) -> None:
    family.books("facial", for_="ivo", at="2026-01-12T10:00")
    family.books("facial", for_="ana", at="2026-01-13T10:00")

    owner = family.engine.ask(ReadStatement(client="ana"))
    member = family.engine.ask(ReadStatement(client="ivo"))

    ivo = family.key_of("ivo")
    assert [line.came for line in owner.purchases[0].lines] == [None, ivo, None]
    assert (member.purchases, [line.came for line in member.shared[0].lines]) == ((), [ivo])
    family.unshares("pur-1", "ivo")
    assert len(family.engine.ask(ReadStatement(client="ivo")).shared[0].lines) == 1


@rule("R-6.7", "R-12.4")
def test_sharing_and_its_end_are_taken_back(family: Story) -> None:
    family.undoes()
    assert family.purchase("pur-1").members == ()
    family.shares("pur-1", "ivo")
    family.unshares("pur-1", "ivo")
    family.undoes()

    assert family.books("facial", for_="ivo", at="2026-01-12T10:00") == "pur-1"


@rule("R-6.7")
def test_history_tells_with_whom_it_was_shared(family: Story) -> None:
    family.unshares("pur-1", "ivo")

    rows = family.engine.ask(ReadHistory(thing="pur-1")).rows

    told = [change.after.members for row in rows for change in row.changes]  # type: ignore[attr-defined]
    assert told == [(), (family.key_of("ivo"),), ()]


@rule("R-6.6")
def test_earlier_answers_know_who_was_a_member_then(family: Story) -> None:
    family.unshares("pur-1", "ivo", on="2026-01-10")

    def listed(day: str) -> list[str]:
        asked = ListPurchases(client="ivo")
        return [each.id for each in family.engine.ask(asked, as_of=date.fromisoformat(day)).purchases]

    assert (listed("2026-01-06"), listed("2026-01-10")) == (["pur-1"], [])


@rule("R-10.4")
def test_what_was_shared_with_the_one_is_shared_with_the_other(family: Story) -> None:
    family.knows("ivan")
    family.does(MergeClients(kept="ivan", merged="ivo", confirmed=True))

    assert family.purchase("pur-1").members == (family.key_of("ivan"),)
    assert family.books("facial", for_="ivan", at="2026-01-12T10:00") == "pur-1"


@rule("R-10.4")
def test_nobody_is_a_member_of_their_own_purchase(family: Story) -> None:
    family.shares("pur-1", "mia")
    family.does(MergeClients(kept="ivo", merged="mia", confirmed=True))
    assert family.purchase("pur-1").members == (family.key_of("ivo"),)
    family.does(MergeClients(kept="ivo", merged="ana", confirmed=True))

    bought = family.purchase("pur-1")
    assert (bought.client, bought.members) == (family.key_of("ivo"), ())


@rule("R-1.10")
def test_a_member_who_was_erased_is_taken_away_by_their_key(family: Story) -> None:
    key = family.key_of("ivo")
    family.now = datetime(2026, 1, 6, 10).isoformat()
    erase_client(family.engine, "ivo", confirmed=False)

    family.unshares("pur-1", key)

    assert family.purchase("pur-1").members == ()
