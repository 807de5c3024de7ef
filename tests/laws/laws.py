"""What must hold after every step of a trade, whatever was asked."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from tests.laws.book_keeper import standing
from tests.laws.facts import Pages
from tests.laws.trading import Trading
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import balance_of, is_expired
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.filters import PurchaseFilter
from trafftpkg.domain.ids import PurchaseId, ThingId
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.money import digits_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import facts_of
from trafftpkg.domain.worth import due_of, net_worth, owed_back, worth_at
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.requests.purchase import terms_of
from trafftpkg.engine.requests.refund import RefundPurchase


class Laws(Trading):
    """A trade that is judged."""

    pages: Pages
    remembered: list[tuple[datetime, tuple[Purchase, ...]]]
    HISTORY_EVERY = 1
    """Of so many times that the clock moves, one looks back."""

    def begin(self, village: Catalogue, pick: Random) -> None:
        self.pages, self._copied = Pages(digits_of(village.business.currency)), 0
        self.remembered = []
        self._judged = dict[ThingId, tuple[datetime, Purchase]]()
        super().begin(village, pick)

    def check(self) -> None:
        """Hold every law."""
        if not hasattr(self, "business"):
            return
        self.copy_facts()
        purchases = self.purchases()
        for each in purchases:
            # What no entry touched is the same as it was judged to be, until the clock moves.
            if self._judged.get(each.id) != (self.clock, each):
                self.check_one(each)
                self._judged[each.id] = self.clock, each
        self.money_is_conserved(purchases)
        self.every_debt_is_somebodys(purchases)
        visits = self.appointments()
        self.visits_at_a_price_are_paid_for(visits)
        self.nobody_is_booked_twice(visits)
        self.nobody_who_is_away_is_booked(visits)
        self.visits_and_purchases_agree(purchases, visits)

    def check_one(self, purchase: Purchase) -> None:
        """Hold the laws of a single purchase."""
        self.units_are_conserved(purchase)
        self.no_frozen_day_is_redeemed(purchase)
        self.only_visits_of_its_kind_are_paid(purchase)
        self.the_book_keeper_agrees(purchase)
        self.nobody_gets_back_more_than_came(purchase)
        self.taxes_are_shares_of_the_sale(purchase)
        self.members_are_others_and_no_more_than_were_sold(purchase)
        self.whoever_paid_is_the_payer(purchase)
        self.what_was_agreed_is_what_is_sold(purchase)

    def remember(self) -> None:
        """Note what is answered as of now, once nothing more happens at this moment."""
        self.remembered.append((self.clock, self._listed()))

    def check_history(self, pick: Random) -> None:
        """What was answered as of an earlier moment is answered the same later."""
        moment, answered = pick.choice(self.remembered)
        assert self._listed(as_of=moment) == answered, moment

    def _listed(self, as_of: datetime | None = None) -> tuple[Purchase, ...]:
        return self.business.engine.ask(ListPurchases(sort="package", limit=40), as_of=as_of).purchases

    def time_passes(self, pick: Random) -> None:
        self.remember()
        super().time_passes(pick)
        if not pick.randint(0, self.HISTORY_EVERY - 1):
            self.check_history(pick)

    def copy_facts(self) -> None:
        """Let the book-keeper write down what was recorded since."""
        entries = self.recorded()
        new = entries[self._copied :]
        self.pages.take(new)
        for each in new:
            for thing in each.touched:
                self._judged.pop(thing, None)
        self._copied = len(entries)

    def units_are_conserved(self, purchase: Purchase) -> None:
        """Law 1."""
        balance = balance_of(purchase, self.clock)
        counts = facts_of(balance).values()
        assert purchase.granted + purchase.adjusted + purchase.received == sum(counts), purchase
        assert min(counts) >= 0, (purchase.id, balance)

    def members_are_others_and_no_more_than_were_sold(self, purchase: Purchase) -> None:
        """Nobody is a member twice, or of their own purchase, whoever was merged."""
        members = purchase.members
        assert len(set(members)) == len(members) <= purchase.terms.members, purchase
        assert purchase.client not in members, purchase

    def whoever_paid_is_the_payer(self, purchase: Purchase) -> None:
        """By the book-keeper, whoever was given units or merged; a payer is another than the client."""
        assert purchase.paid_by == self.pages.of[purchase.id].payer, purchase
        assert purchase.payer != purchase.client, purchase

    def what_was_agreed_is_what_is_sold(self, purchase: Purchase) -> None:
        """No price is above the declared one, and no visit is paid before the day agreed."""
        terms = purchase.terms
        if terms.agreed is not None:
            declared = terms_of(self.village.packages[terms.package], self.village.business)
            assert terms.discount == declared.total - terms.total > 0 <= terms.agreed, terms
            assert purchase.value == terms.total, purchase
        assert terms.deposit is None or 0 <= terms.deposit <= terms.total, terms
        if terms.first_day is not None:
            assert all(day_of(hold.starts_at, self.zone) >= terms.first_day for hold in purchase.holds)
            assert purchase.start_day is None or purchase.start_day >= terms.first_day, purchase

    def every_debt_is_somebodys(self, purchases: list[Purchase]) -> None:
        """Each is told to one client: whoever pays."""
        with self.business.ledger.reading() as books:
            for client in {each.paid_by for each in purchases}:
                owed = books.purchases(PurchaseFilter(client=client, due=True), self.clock)
                theirs = [each.id for each in purchases if each.paid_by == client and due_of(each)]
                assert [each.id for each in owed] == theirs, client

    def the_book_keeper_agrees(self, purchase: Purchase) -> None:
        """Law 11, to the smallest unit."""
        page = self.pages.of[purchase.id]
        page.expires = purchase.expires_at
        told, worth = standing(page, self.clock), worth_at(purchase, self.clock)
        facts = (purchase.id, page, told, worth)
        assert self.small(purchase.paid) == page.paid >= 0, facts
        assert self.small(worth.total) == told.price == told.used + told.left + told.lapsed, facts
        assert (self.small(worth.used), self.small(worth.left)) == (told.used, told.left), facts
        assert min(told.used, told.left, told.lapsed) >= 0, facts
        assert self.small(due_of(purchase)) == told.due >= 0, facts
        assert self.quoted(purchase.id) in (told.quote, None), facts
        if not purchase.ended:
            assert told.due or told.quote == told.owed, facts

    def nobody_gets_back_more_than_came(self, purchase: Purchase) -> None:
        """Law 11, by every way that money came or went with units."""
        ways = Counter[str]()
        for each in (*purchase.payments, *purchase.moves):
            ways[each.method] += self.small(each.amount)
        # What was paid elsewhere, before it was imported, came by no way that is known.
        elsewhere = self.small(purchase.paid) - ways.total()
        assert elsewhere == 0 or self.pages.of[purchase.id].elsewhere, (purchase.id, ways)
        assert sum(min(each, 0) for each in ways.values()) >= -elsewhere, (purchase.id, ways)
        worth = worth_at(purchase, self.clock)
        earned = min(worth.used + worth.lapsed, purchase.paid)
        assert earned + owed_back(purchase) <= purchase.paid + due_of(purchase), (purchase, worth)

    def taxes_are_shares_of_the_sale(self, purchase: Purchase) -> None:
        """What is left is told without taxes: those of the sale, shared like its price."""
        terms, left = purchase.terms, worth_at(purchase, self.clock).left
        assert not terms.taxes or sum(each.amount for each in terms.taxes) == terms.tax, terms
        assert 0 <= terms.tax <= terms.total, terms
        now, taxes = self.clock, max(len(terms.taxes), 1)
        told = self.small(net_worth(purchase, now, balance_of(purchase, now)))
        exact = left * (terms.total - terms.tax) / (terms.total or 1)
        # Each tax of a difference of two running totals may be one unit off.
        assert abs(told - exact.scaleb(digits_of(self.currency))) <= taxes, (purchase.id, terms, left, told)

    def visits_at_a_price_are_paid_for(self, visits: list[Appointment]) -> None:
        """By no way more went back for a visit than came, and no more is due than it costs."""
        for each in visits:
            ways = Counter[str]()
            for payment in each.payments:
                ways[payment.method] += self.small(payment.amount)
            assert self.small(each.paid) == ways.total(), each
            assert min(ways.values(), default=0) >= 0, each
            assert each.due is None or each.price is None or 0 <= each.due <= each.price, each

    def money_is_conserved(self, purchases: list[Purchase]) -> None:
        """What is paid for all purchases is what came in for them and was not paid back."""
        received = sum(self.small(payment.amount) for each in purchases for payment in each.payments)
        elsewhere = sum(each.paid_elsewhere for each in self.pages.of.values())
        assert sum(self.small(each.paid) for each in purchases) == received + elsewhere

    def no_frozen_day_is_redeemed(self, purchase: Purchase) -> None:
        """What is booked lies within the time of the purchase that pays."""
        for hold in purchase.holds:
            if hold.kept or hold.starts_at <= self.clock:
                continue
            assert not any(day_of(hold.starts_at, self.zone) in freeze for freeze in purchase.freezes), (
                purchase
            )
            assert purchase.terms.redeem_by == "booking" or not is_expired(purchase, hold.starts_at), purchase

    def only_visits_of_its_kind_are_paid(self, purchase: Purchase) -> None:
        """What a purchase holds is for visits of the places, people and times that it was sold for."""
        only = purchase.terms.only
        for hold in purchase.holds if only is not None else ():
            zone = self.village.locations[hold.location].time_zone
            start = hold.starts_at.astimezone(ZoneInfo(zone))
            assert only is not None
            assert only.refuses(hold.location, hold.employee, start) is None, (purchase, hold)

    def nobody_is_booked_twice(self, visits: list[Appointment]) -> None:
        """Law of the diary: overlapping visits of one employee are one class within its capacity."""
        standing = [each for each in visits if each.status == "booked"]
        for one, other in _pairs(standing):
            # Two that are one by now may both have been booked before; of a party some may come after all.
            if one.client == other.client not in self.merged and _class_of(one) != _class_of(other):
                assert (
                    one.visit.ends_at <= other.visit.starts_at or other.visit.ends_at <= one.visit.starts_at
                )
            if one.visit.employee == other.visit.employee and one.visit.occupied.overlaps(
                other.visit.occupied
            ):
                assert _class_of(one) == _class_of(other)
        people = Counter[object]()
        for each in standing:
            people[_class_of(each)] += each.visit.party
            assert people[_class_of(each)] <= self.village.services[each.visit.service].capacity, each

    def nobody_who_is_away_is_booked(self, visits: list[Appointment]) -> None:
        """What is still to come lies outside the standing blocks of whoever gives it."""
        for each in visits:
            if each.status == "booked" and each.visit.starts_at > self.clock:
                with self.business.ledger.reading() as books:
                    away = books.diary(each.visit.employee, each.visit.occupied, ("blk",))
                assert not away, (each, away)

    def visits_and_purchases_agree(self, purchases: list[Purchase], visits: list[Appointment]) -> None:
        """What a purchase holds for a visit is what the visit says it was given."""
        held = {(each.id, hold.appointment): hold.units for each in purchases for hold in each.holds}
        given = {(part.purchase, each.id): part.units for each in visits for part in each.allocation}
        assert held == given

    def quoted(self, purchase: PurchaseId) -> int | None:
        """Return what a refund would pay back now; None where it is refused."""
        asked = RefundPurchase(purchase=purchase, cancel_appointments=True, reason="asked")
        answer = self._answer(asked, dry_run=True)
        if not isinstance(answer, Outcome):
            return None
        return -sum(self.small(each.payment.amount) for each in answer.payments)

    def small(self, amount: Decimal) -> int:
        """Return an amount in the currency's smallest unit, of which it has no parts."""
        units = amount.scaleb(digits_of(self.currency))
        assert units == int(units), amount
        return int(units)


def _pairs(visits: list[Appointment]) -> Iterator[tuple[Appointment, Appointment]]:
    for place, one in enumerate(visits):
        for other in visits[place + 1 :]:
            if other.visit.occupied_from >= one.visit.occupied_until + timedelta(hours=2):
                break
            yield one, other


def _class_of(appointment: Appointment) -> tuple[object, ...]:
    visit = appointment.visit
    return (visit.service, visit.employee, visit.location, visit.starts_at)
