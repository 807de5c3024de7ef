"""What letters say that time has made due: a visit soon, a package that ends or is used up, a debt."""

from decimal import Decimal

from trafftpkg.domain.purchase import Purchase
from trafftpkg.letters.facts import VisitTold
from trafftpkg.letters.packages import package_part, used_up_part
from trafftpkg.letters.prices import payment_part
from trafftpkg.letters.saying import Saying
from trafftpkg.letters.sheet import Link
from trafftpkg.letters.usual_words import UsualWords, book_from, first_visit, said_of_visits
from trafftpkg.letters.visits import called, visit_part


def soon(saying: Saying) -> UsualWords:
    """Return what the letter about visits of tomorrow, or still of today, says."""
    count = len(saying.facts.visits)
    if count == 1:
        subject = saying.gettext("Reminder: %(visit)s", visit=first_visit(saying))
    else:
        subject = saying.ngettext("%(num)s visit soon", "%(num)s visits soon", count)
    opening = saying.ngettext(
        "We look forward to your visit.", "We look forward to your %(num)s visits.", count
    )
    return said_of_visits(subject, opening, saying)


def expiring(saying: Saying) -> UsualWords:
    """Return what the letter about a package that can soon no longer be used says."""
    told = saying.facts.purchases[0]
    assert told.purchase.last_day is not None, f"{told.purchase.id} does not expire"
    name, until = saying.package(told.purchase), saying.formats.day(told.purchase.last_day)
    left = saying.formats.units(told.balance.available, told.purchase.terms.measure)
    return UsualWords(
        subject=f"{name}: {saying.left(told)}",
        opening=saying.gettext(
            "%(package)s can be used until %(day)s. You have %(left)s left.",
            package=name,
            day=until,
            left=left,
        ),
        parts=(package_part(told, saying, book_from(told, saying)),),
        facts={"package": name, "left": left, "until": until},
    )


def used_up(saying: Saying) -> UsualWords:
    """Return what the letter about a package says of which nothing is left: how to go on."""
    told = saying.facts.purchases[0]
    name = saying.package(told.purchase)
    return UsualWords(
        subject=saying.gettext("%(package)s is used up", package=name),
        opening=saying.gettext(
            "%(package)s is used up. Thank you for your visits. Shall we go on?", package=name
        ),
        parts=(used_up_part(told, saying, _next(saying)),),
        facts={"package": name},
    )


def _next(saying: Saying) -> tuple[Link, ...]:
    if saying.links is None:
        return ()
    return (
        Link(words=saying.gettext("Book the next visit"), address=saying.links.services(), is_main=True),
        Link(words=saying.gettext("See our packages"), address=saying.links.packages()),
    )


def unpaid(saying: Saying) -> UsualWords:
    """Return what the letter about a debt says, for a package or for a visit at its price."""
    facts = saying.facts
    if facts.purchases:
        told = facts.purchases[0]
        what, due, part = saying.package(told.purchase), told.due, payment_part(told, saying)
        opening = _still_due(told.purchase, what, saying)
    else:
        visit, part = facts.visits[0], visit_part(facts.visits[0], saying)
        what, due = called(visit.appointment.visit, saying.telling), visit.appointment.due or Decimal(0)
        opening = _of_visit(visit, saying)
    amount = saying.money(due)
    thanks = saying.gettext("If you have just paid: thank you, and please ignore this letter.")
    return UsualWords(
        subject=saying.gettext("To be paid: %(amount)s for %(what)s", amount=amount, what=what),
        opening=f"{opening} {thanks}",
        parts=(part,),
        facts={"what": what, "due": amount},
    )


def _of_visit(told: VisitTold, saying: Saying) -> str:
    if told.appointment.stands:
        return saying.gettext("Your visit is not paid yet.")
    return saying.gettext("Your visit did not take place, and its price still has to be paid.")


def _still_due(purchase: Purchase, name: str, saying: Saying) -> str:
    if purchase.ended is not None:
        return saying.gettext("%(package)s has ended. What was used of it is not paid yet.", package=name)
    return saying.gettext("%(package)s is not fully paid yet.", package=name)
