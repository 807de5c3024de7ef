"""What a letter says of a visit: what, when, with whom, where, what pays, until when it can be changed."""

from collections.abc import Iterator
from datetime import datetime

from trafftpkg.domain.appointment import Allocation, Visit
from trafftpkg.domain.cancelling import free_until
from trafftpkg.domain.terms import CancellationPolicy
from trafftpkg.domain.value import replace
from trafftpkg.languages.policy import cost_of_price, cost_of_units
from trafftpkg.languages.telling import Telling
from trafftpkg.letters.costs import cost_rows
from trafftpkg.letters.facts import VisitTold
from trafftpkg.letters.prices import visit_price_rows, visit_refunds, ways_to_pay
from trafftpkg.letters.saying import Saying
from trafftpkg.letters.sheet import Link, Part, Row
from trafftpkg.letters.texts import one_line


def visit_part(told: VisitTold, saying: Saying) -> Part:
    """Return what a letter says of a visit that is booked, or was moved."""
    asked = ways_to_pay(told.appointment.id, told.appointment.due, told.appointment.payment_methods, saying)
    return Part(
        heading=called(told.appointment.visit, saying.telling),
        rows=(*_facts(told, saying), *_paid_with(told, saying), *visit_price_rows(told, saying), *asked.rows),
        notes=(*asked.notes, *_until_when(told, saying)),
        links=tuple(_links(told, saying)),
    )


def cancelled_part(told: VisitTold, saying: Saying) -> Part:
    """Return what a letter says of a visit that was cancelled, and what that cost."""
    return Part(
        heading=called(told.appointment.visit, saying.telling),
        rows=(*_facts(told, saying), *visit_refunds(told, saying)),
        notes=tuple(cost_rows(told, saying)),
    )


def called(visit: Visit, telling: Telling) -> str:
    """`Facial`, or `Facial, for 2 people`."""
    named = one_line(telling.service(visit.service))
    if visit.party == 1:
        return named
    many = telling.ngettext("for %(num)s person", "for %(num)s people", visit.party)
    return f"{named}, {many}"


def _facts(told: VisitTold, saying: Saying) -> Iterator[Row]:
    visit = told.appointment.visit
    yield Row(label=saying.gettext("When"), fact=saying.when(visit))
    yield Row(label=saying.gettext("With"), fact=one_line(saying.telling.employee(visit.employee)))
    yield Row(label=saying.gettext("Where"), fact=one_line(saying.where(visit)))
    if told.before is not None:
        yield Row(label=saying.gettext("Before"), fact=_before(told.before, visit, saying))


def _before(before: Visit, now: Visit, saying: Saying) -> str:
    """What was booked until a move: when it was, and with whom and where if that is another now."""
    facts = [saying.when(before)]
    if before.employee != now.employee:
        facts.append(one_line(saying.telling.employee(before.employee)))
    if before.location != now.location:
        facts.append(one_line(saying.telling.location(before.location)))
    return ", ".join(facts)


def _paid_with(told: VisitTold, saying: Saying) -> Iterator[Row]:
    for each in told.appointment.allocation:
        said = _allocated(each, told, saying)
        if said:
            yield Row(label=saying.gettext("Package"), fact=said)


def _allocated(allocation: Allocation, told: VisitTold, saying: Saying) -> str | None:
    """`Glow 10, visit 3 of 10, 7 left until 5 July 2026`; what is left is said once in a letter."""
    package, number = saying.told(allocation.purchase), told.numbers.get(allocation.purchase)
    if package is None:
        return None
    facts = []
    if number is not None:
        facts.append(saying.gettext("visit %(visit)s of %(count)s", visit=number.visit, count=number.of))
    if len(saying.facts.visits) == 1:
        facts.append(saying.left(package))
    return ", ".join([saying.package(package.purchase), *facts])


def _policy(told: VisitTold, saying: Saying) -> CancellationPolicy | None:
    """Return the policy as sold, of the first purchase that pays, less what it forgave; or as booked."""
    for each in told.appointment.allocation:
        package = saying.told(each.purchase)
        if package is not None:
            policy, forgiven = package.purchase.terms.cancellation, package.purchase.forgiven
            return replace(policy, forgiven=max(policy.forgiven - forgiven, 0))
    return told.appointment.cancellation


def is_ahead(told: VisitTold, saying: Saying) -> bool:
    """Tell whether a visit is booked and still to come, as far as the letter knows."""
    visit = told.appointment
    return visit.status == "booked" and visit.visit.starts_at > saying.facts.at


def _until_when(told: VisitTold, saying: Saying) -> Iterator[str]:
    """Until when it can be moved and cancelled free of charge, and what cancelling and missing it cost."""
    policy = _policy(told, saying)
    if policy is None or not is_ahead(told, saying):
        return
    costs = cost_of_units if told.appointment.price is None else cost_of_price
    over = policy.late == "keep" and not _can_be_moved(policy, told, saying)
    yield " ".join([_free(policy, told, saying), *(() if over else costs(saying.telling, policy))])


def _free(policy: CancellationPolicy, told: VisitTold, saying: Saying) -> str:
    visit = told.appointment.visit
    moment = saying.moment(_free_until(policy, told), visit.time_zone)
    if not policy.free_until.count:
        return saying.gettext("You can move it, or cancel it free of charge, until it begins.")
    match _can_be_moved(policy, told, saying), policy.late:
        case True, "keep":
            return saying.gettext(
                "You can move it, or cancel it free of charge, until %(moment)s.", moment=moment
            )
        case True, _:
            return saying.gettext(
                "You can move it until %(moment)s, and cancel it free of charge until it begins.",
                moment=moment,
            )
        case _, "keep":
            return saying.gettext("It can no longer be moved, or be cancelled free of charge.")
        case _:
            return saying.gettext(
                "It can no longer be moved. You can cancel it free of charge until it begins."
            )


def _free_until(policy: CancellationPolicy, told: VisitTold) -> datetime:
    visit = told.appointment.visit
    return free_until(visit.starts_at, policy, visit.time_zone)


def _can_be_moved(policy: CancellationPolicy | None, told: VisitTold, saying: Saying) -> bool:
    return policy is None or saying.facts.at <= _free_until(policy, told)


def _links(told: VisitTold, saying: Saying) -> Iterator[Link]:
    links, visit = saying.links, told.appointment.id
    if links is None or not is_ahead(told, saying):
        return
    if _can_be_moved(_policy(told, saying), told, saying):
        yield Link(words=saying.gettext("Move it"), address=links.move(visit))
    yield Link(words=saying.gettext("Cancel it"), address=links.cancel(visit))
