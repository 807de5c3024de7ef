"""What a journal must hold about a trade: beancount accepts it, and agrees with every report."""

from collections import Counter
from datetime import date, timedelta

from beancount import loader
from beancount.core import data

from tests.laws.reported import Reported, earned_of, taxed_of
from trafftpkg.cli.views.journal import beancount_lines
from trafftpkg.domain.accounts import Accounts
from trafftpkg.domain.moments import day_of
from trafftpkg.engine.questions.journal import WriteJournal

Balances = Counter[tuple[str, str]]
"""By month and account, in the smallest unit."""
BEGINNING = date(2026, 1, 1)


class Journalled(Reported):
    """A trade of which a journal is kept."""

    def check_journal(self) -> None:
        """Hold all that a journal must hold."""
        today = day_of(self.clock, self.zone)
        whole = self.journal(None)
        self.months_agree(whole, today)
        self.taxes_ahead_are_those_of_no_other_account(whole)
        cut = today - timedelta(days=self.cuts.randint(0, 20))
        self.a_cut_journal_ends_alike(whole, cut)

    def text(self, first: date | None) -> str:
        """Return a journal from a day on, as a file of beancount."""
        return "\n".join(beancount_lines(self.business.engine.transactions(WriteJournal(first=first))))

    def journal(self, first: date | None) -> Balances:
        """Return what beancount makes of a journal."""
        entries, errors, options = loader.load_string(self.text(first))
        assert not errors, errors
        assert options["operating_currency"] in ([], [self.currency])
        found = Balances()
        for each in entries:
            if isinstance(each, data.Transaction):
                for posting in each.postings:
                    assert posting.units is not None
                    amount = posting.units.number
                    assert amount is not None
                    found[f"{each.date:%Y-%m}", posting.account] += self.small(amount)
        return found

    def months_agree(self, whole: Balances, today: date) -> None:
        """Each account and month is what the report of it says."""
        said = Balances()
        of = Accounts()
        owing = self.drawn(BEGINNING, today, ("month",), "receivables")
        before = Counter[str]()
        for row, debts in zip(self.drawn(BEGINNING, today, ("month",)), owing, strict=True):
            ends = {of.deferred: -row.closing - row.receivable, of.receivable: row.receivable}
            ends[of.receivable_tax] = debts.due - debts.receivable
            said.update({(str(row.key[0]), each): end - before[each] for each, end in ends.items()})
            before = Counter(ends)
            said[str(row.key[0]), of.adjusted] += row.of("adjusted").gross
            said[str(row.key[0]), of.used] -= row.of("redeemed").value
            said[str(row.key[0]), of.lapsed] -= row.of("lapsed").value
            said[str(row.key[0]), of.lapsed_tax] -= row.of("lapsed").gross - row.of("lapsed").value
        for row in self.drawn(BEGINNING, today, ("month", "method"), "payments"):
            month, method = row.key
            said[str(month), of.of_method(method or "")] += (
                row.of("received").gross - row.of("refunded").gross
            )
        for row in self.drawn(BEGINNING, today, ("month", "tax"), "tax"):
            due = row.of("taxed").gross - row.of("taxed").value
            said[str(row.key[0]), of.of_tax(row.key[1] or "")] -= due
        told = {place: amount for place, amount in whole.items() if place[1] != of.tax_ahead and amount}
        assert told == {place: amount for place, amount in said.items() if amount}

    def taxes_ahead_are_those_of_no_other_account(self, whole: Balances) -> None:
        """What came in of taxes, less what is due or was released, with what is receivable."""
        with self.business.ledger.reading() as books:
            ahead = 0
            for each in self.things(books, self.clock):
                paid, earned = self.small(each.paid), self.small(earned_of(each, self.clock))
                net = self.net(each, earned_of(each, self.clock)) - self.net(each, each.paid)
                ahead += self.taxes(each, each.paid) + max(earned - paid, 0) - max(net, 0)
                ahead -= self.taxes(each, taxed_of(each, self.clock)) + self.released(each)
        told = sum(amount for (_, account), amount in whole.items() if account == Accounts().tax_ahead)
        assert told == -ahead

    def a_cut_journal_ends_alike(self, whole: Balances, cut: date) -> None:
        """With what was brought forward, it comes to the same, but for what was earned."""
        ends = [Counter[str](), Counter[str]()]
        for end, journal in zip(ends, (whole, self.journal(cut)), strict=True):
            for (_, account), amount in journal.items():
                end[account] += amount
        moved = {each for each in {*ends[0], *ends[1]} if ends[0][each] != ends[1][each]}
        assert all(each.startswith(("Income:", "Equity:Opening")) for each in moved), moved
        assert not sum(ends[1].values())
