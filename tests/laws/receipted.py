"""What receipts must hold about a trade, whatever was asked."""

from tests.laws.laws import Laws
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import ThingId
from trafftpkg.domain.positions import Accountable
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.receipts import Receipt, Step, receipt_of
from trafftpkg.engine.changes import changes_of
from trafftpkg.engine.questions.receipt import ReadReceipt

Content = tuple[object, ...]


class Receipted(Laws):
    """A trade whose receipts are read."""

    def check_receipts(self) -> None:
        """Hold all that receipts must hold."""
        said = dict[str, Content]()
        for thing in [each.id for each in self.purchases()] + [each.id for each in self.appointments()]:
            try:
                found = self.business.engine.ask(ReadReceipt(thing=thing)).receipt
            except BadArgumentError:
                continue
            self.a_receipt_adds_up(found)
            self.a_number_names_one_content(thing, said)

    def a_receipt_adds_up(self, found: Receipt) -> None:
        """What was sold, less credit notes and payments, is what is due or to be paid back."""
        credited = sum(self.small(note.amount) for note in found.notes)
        paid = sum(self.small(each.amount) for each in found.payments) + self.small(found.paid_elsewhere)
        left = self.small(found.due) - self.small(found.to_pay_back)
        assert self.small(found.sold) - credited - paid == left, found
        assert sum(tax.amount for tax in found.taxes) <= found.sold, found

    def a_number_names_one_content(self, thing: ThingId, said: dict[str, Content]) -> None:
        """At every moment of its life, under one number stood one content, and of one thing."""
        steps = self._steps(thing)
        for count in range(1, len(steps) + 1):
            now = steps[count - 1].after
            found = receipt_of(steps[:count]) if isinstance(now, Purchase) or now.price is not None else None
            if found is None:
                continue
            received = tuple(each for each in found.payments if each.amount > 0)
            told: dict[str, Content] = {found.number: (thing, found.sold, received)}
            told |= {each.number: (thing, each.amount, each.taxes, each.corrects) for each in found.notes}
            assert all(said.setdefault(number, content) == content for number, content in told.items()), told

    def _steps(self, thing: ThingId) -> list[Step]:
        with self.business.ledger.reading() as books:
            entries = books.entries_touching(thing)
        found = []
        for entry, change in zip(entries, changes_of(thing, entries).values(), strict=True):
            assert isinstance(change.before, Accountable | None)
            assert isinstance(change.after, Accountable)
            found.append(Step(entry, change.before, change.after))
        return found
