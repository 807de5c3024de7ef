"""What letters about what was recorded say: a purchase, a booking, a move, a cancellation."""

from trafftpkg.domain.balance import is_paid_enough
from trafftpkg.letters.costs import is_our_doing
from trafftpkg.letters.facts import PurchaseTold
from trafftpkg.letters.packages import package_part
from trafftpkg.letters.prices import payment_part, refund_parts
from trafftpkg.letters.saying import Saying
from trafftpkg.letters.sheet import Link, Part
from trafftpkg.letters.usual_words import UsualWords, book_from, facts_of_first, first_visit, said_of_visits
from trafftpkg.letters.visits import cancelled_part, visit_part


def bought(saying: Saying) -> UsualWords:
    """Return what the letter about a sale says, to whom it is for or to who pays."""
    told = saying.facts.purchases[0]
    parts = [package_part(told, saying, book_from(told, saying))]
    parts += [payment_part(told, saying)] if told.asked else []
    parts += [visit_part(each, saying) for each in saying.facts.visits]
    return UsualWords(
        subject=_subject(told, saying),
        opening=_thanks(told, saying),
        parts=tuple(parts),
        facts={"package": saying.package(told.purchase)},
        changes=bool(saying.facts.visits),
    )


def _subject(told: PurchaseTold, saying: Saying) -> str:
    name = saying.package(told.purchase)
    if told.owned:
        return saying.gettext("Your package: %(package)s", package=name)
    whom = saying.called(told.purchase.client)
    return saying.gettext("%(package)s for %(client)s", package=name, client=whom)


def _thanks(told: PurchaseTold, saying: Saying) -> str:
    purchase = told.purchase
    name = saying.package(purchase)
    if not told.asked:
        giver = saying.called(purchase.paid_by)
        return saying.gettext("%(client)s has bought %(package)s for you.", client=giver, package=name)
    if not is_paid_enough(purchase):
        return saying.gettext(
            "Thank you for choosing %(package)s. It can be used as soon as it is paid.", package=name
        )
    if not told.owned:
        whom = saying.called(purchase.client)
        return saying.gettext("Thank you for buying %(package)s for %(client)s.", client=whom, package=name)
    return saying.gettext("Thank you for buying %(package)s. You can use it now.", package=name)


def booked(saying: Saying) -> UsualWords:
    """Return what the letter about visits that were booked says."""
    count = len(saying.facts.visits)
    if count == 1:
        subject = saying.gettext("Booked: %(visit)s", visit=first_visit(saying))
    else:
        subject = saying.ngettext("%(num)s visit booked", "%(num)s visits booked", count)
    opening = saying.ngettext("Your visit is booked.", "Your %(num)s visits are booked.", count)
    return said_of_visits(subject, opening, saying)


def moved(saying: Saying) -> UsualWords:
    """Return what the letter about visits that were moved says."""
    count = len(saying.facts.visits)
    if count == 1:
        subject = saying.gettext("Moved: %(visit)s", visit=first_visit(saying))
    else:
        subject = saying.ngettext("%(num)s visit moved", "%(num)s visits moved", count)
    opening = saying.ngettext("Your visit was moved.", "Your %(num)s visits were moved.", count)
    return said_of_visits(subject, opening, saying)


def cancelled(saying: Saying) -> UsualWords:
    """Return what the letter about visits that were cancelled says, each with what that cost."""
    count = len(saying.facts.visits)
    if count == 1:
        subject = saying.gettext("Cancelled: %(visit)s", visit=first_visit(saying))
    else:
        subject = saying.ngettext("%(num)s visit cancelled", "%(num)s visits cancelled", count)
    ended = next((each for each in saying.facts.purchases if each.purchase.ended is not None), None)
    parts = [] if ended is None else list(refund_parts(ended, saying))
    parts += [cancelled_part(each, saying) for each in saying.facts.visits]
    opening = _cancelled(saying, count) if ended is None else _ended(ended, saying, count)
    return UsualWords(subject, opening, (*parts, *_again(saying)), facts_of_first(saying))


def _ended(told: PurchaseTold, saying: Saying, count: int) -> str:
    return saying.ngettext(
        "%(package)s has ended, and your visit was cancelled with it.",
        "%(package)s has ended, and your %(num)s visits were cancelled with it.",
        count,
        package=saying.package(told.purchase),
    )


def _cancelled(saying: Saying, count: int) -> str:
    if any(is_our_doing(each, saying) for each in saying.facts.visits):
        return saying.ngettext(
            "We are sorry: we had to cancel your visit.",
            "We are sorry: we had to cancel your %(num)s visits.",
            count,
        )
    return saying.ngettext("Your visit is cancelled.", "Your %(num)s visits are cancelled.", count)


def _again(saying: Saying) -> tuple[Part, ...]:
    if saying.links is None:
        return ()
    again = Link(words=saying.gettext("Book another visit"), address=saying.links.services(), is_main=True)
    return (Part(heading=saying.gettext("Another time?"), links=(again,)),)
