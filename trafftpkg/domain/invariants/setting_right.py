"""What must hold of corrections, merges and absences."""

from collections.abc import Iterator

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.block import Block
from trafftpkg.domain.events.diary import EmployeeBlocked, EmployeeUnblocked
from trafftpkg.domain.events.ledger import ClientsMerged
from trafftpkg.domain.events.setting_right import ThingsSetRight
from trafftpkg.domain.invariants.breach import Breach, Case
from trafftpkg.domain.purchase import Purchase


def set_right(event: ThingsSetRight, case: Case) -> Iterator[Breach]:
    """What was sold and booked stays so, whatever is set right since; and an earlier entry was wrong."""
    if event.entry is not None and not 0 < event.entry < case.entry.seq:
        yield case.breach("sets_right", None, event.entry, case.entry.seq)
    for after in event.purchases:
        before = case.known(after.id)
        if not isinstance(before, Purchase) or _as_sold(before) != _as_sold(after):
            yield case.breach("sold", after.id)
    for visit in event.appointments:
        was = case.known(visit.id)
        if not isinstance(was, Appointment) or _as_booked(was) != _as_booked(visit):
            yield case.breach("sold", visit.id)


def _as_booked(visit: Appointment) -> tuple[object, ...]:
    return visit.client, visit.booked_at, visit.visit.service


def _as_sold(purchase: Purchase) -> tuple[object, ...]:
    return (
        purchase.client,
        purchase.payer,
        purchase.terms,
        purchase.purchased_at,
        purchase.granted,
        purchase.received,
        purchase.used_before,
        purchase.value,
        purchase.on_site,
        purchase.sold_elsewhere,
    )


def merged(event: ClientsMerged, case: Case) -> Iterator[Breach]:
    """Only what was the merged client's becomes the kept one's."""
    if event.kept == event.merged:
        yield case.breach("merged", None, event.kept, event.merged)
    for named in event.touched():
        thing = case.known(named)
        whose = () if thing is None else _whose(thing)
        if event.merged not in whose:
            yield case.breach("merged", named, event.merged, ", ".join(str(each) for each in whose if each))


def _whose(thing: object) -> tuple[object, ...]:
    if isinstance(thing, Purchase):
        return (thing.client, thing.payer, *thing.members)
    return (thing.client,) if isinstance(thing, Appointment) else ()


def blocked(event: EmployeeBlocked, case: Case) -> Iterator[Breach]:
    """An absence ends after it begins."""
    if event.ends_at <= event.starts_at:
        yield case.breach("absence", event.block, event.ends_at, event.starts_at)


def unblocked(event: EmployeeUnblocked, case: Case) -> Iterator[Breach]:
    """Only an absence that stands is taken back."""
    before = case.known(event.block)
    assert isinstance(before, Block)
    if before.lifted or before.employee != event.employee:
        yield case.breach("absence", before.id, event.employee, before.employee)
