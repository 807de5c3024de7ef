"""Ways to forge an entry so that its chain is right, and what it says no request could have decided."""

import hashlib
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

Json = dict[str, Any]
Forge = Callable[[Json, Json], Any]
"""Changes an event, or the entry it is of; False where this one cannot be forged like that."""


def rechained(lines: list[bytes], place: int, body: Json) -> list[bytes]:
    """Return lines with another body in one place, and every hash from there on made anew."""
    found = lines[:place]
    before = found[-1][-67:-3] if found else b"0" * 64
    bodies = [json.dumps(body, ensure_ascii=False, separators=(",", ":"))[:-1].encode()]
    bodies += [line[:-76] for line in lines[place + 1 :]]
    for each in bodies:
        digest = hashlib.sha256(before + each).hexdigest().encode()
        found.append(each + b',"hash":"' + digest + b'"}\n')
        before = digest
    return found


def forged(line: bytes, kind: str) -> Iterator[Json]:
    """Yield the bodies that forging an entry by a kind gives: one for each event that it fits."""
    name, forge = FORGERIES[kind]
    for place in range(len(json.loads(line)["events"])):
        body = json.loads(line)
        del body["hash"]
        event = body["events"][place]
        if name in (event["event"], "any") and forge(event, body) is not False:
            yield body
        if name == "any":
            return


def _add(field: str, more: int | str) -> Forge:
    def forge(event: Json, _: Json) -> Any:
        if event.get(field) is None:
            return False
        was = event[field]
        event[field] = was + int(more) if isinstance(was, int) else str(Decimal(was) + Decimal(more))
        return True

    return forge


def _set(field: str, value: Any) -> Forge:
    def forge(event: Json, _: Json) -> Any:
        event[field] = value

    return forge


def _a_day_later(text: str) -> str:
    from datetime import date, timedelta

    return f"{date.fromisoformat(text[:10]) + timedelta(days=1)}{text[10:]}"


def _end(field: str) -> Forge:
    def forge(event: Json, _: Json) -> Any:
        end = event[field]
        if not end.get("expires_at"):
            return False
        for each in ("base_day", "last_day", "expires_at"):
            end[each] = _a_day_later(end[each])
        return True

    return forge


def _end_moved(event: Json, _: Json) -> Any:
    if not event["allocation"] or event.get("expiries"):
        return False
    parts = ("start_day", "base_day", "last_day", "expires_at")
    event["expiries"] = [{"purchase": event["allocation"][0]["purchase"], **dict.fromkeys(parts)}]
    return True


def _part_of_end(field: str) -> Forge:
    """One part alone, ten years later."""

    def forge(event: Json, _: Json) -> Any:
        end = event["expiry"]
        if not end.get(field):
            return False
        end[field] = f"{int(end[field][:4]) + 10}-03-01{end[field][10:]}"
        return True

    return forge


def _moment(field: str) -> Forge:
    """Another moment in place of that of a visit, with its end and what it occupies."""

    def forge(event: Json, _: Json) -> Any:
        visit = event["visit"]
        visit[field] = "2001-01-01T10:00:00.000000Z"

    return forge


def _agreed(price: str | None = None, **changes: str | None) -> Forge:
    def forge(event: Json, _: Json) -> Any:
        terms = event["terms"]
        if not terms.get("agreed"):
            return False
        terms.update({name: fact for name, fact in changes.items() if fact is not None})
        for name in [name for name, fact in changes.items() if fact is None]:
            del terms[name]
        if price is not None:
            terms["agreed"] = price
        return True

    return forge


def _without_reason(event: Json, _: Json) -> Any:
    return bool(event["terms"].get("agreed")) and event.pop("reason", None)


def _beginning(day: str) -> Forge:
    def forge(event: Json, _: Json) -> Any:
        if not event["terms"].get("first_day"):
            return False
        event["terms"]["first_day"] = day
        return True

    return forge


def _allocated(more: int) -> Forge:
    def forge(event: Json, _: Json) -> Any:
        if not event["allocation"]:
            return False
        event["allocation"][0]["units"] += more
        return True

    return forge


def _less_returned(event: Json, body: Json) -> Any:
    """After an end any part may be paid back, and for a visit any amount."""
    if len(body["events"]) < 2 or not event.get("purchase") or "Repriced" in str(body):
        return False
    event["amount"] = str(Decimal(event["amount"]) - Decimal("0.001"))
    return True


def _another_payer(event: Json, _: Json) -> Any:
    if not event["allocation"]:
        return False
    event["allocation"][0]["purchase"] = "pur-999"
    return True


def _another_client(event: Json, _: Json) -> Any:
    if not event["allocation"]:
        return False
    event["client"] = "c000000000000000000000000"
    return True


def _released(event: Json, _: Json) -> Any:
    if not event.get("released"):
        return False
    event["released"][0]["units"] += 1
    return True


def _released_otherwise(event: Json, _: Json) -> Any:
    if not event.get("released"):
        return False
    event["released"][0]["to"] = "lapsed" if event["released"][0]["to"] == "available" else "available"
    return True


def _released_twice(event: Json, _: Json) -> Any:
    if not event.get("released"):
        return False
    event["released"] *= 2
    return True


def _renumbered(field: str) -> Forge:
    def forge(event: Json, _: Json) -> Any:
        event[field] = event[field].split("-")[0] + "-777"

    return forge


def _total(event: Json, _: Json) -> Any:
    event["terms"]["total"] = str(Decimal(event["terms"]["total"]) + 1)


def _taxed(event: Json, _: Json) -> Any:
    event["terms"]["tax"] = str(Decimal(event["terms"]["tax"]) + 1)


def _priced(event: Json, _: Json) -> Any:
    terms = event["terms"]
    if terms.get("agreed"):
        return False
    terms["price"] = str(Decimal(terms["price"]) / 100)
    return True


def _taxed_higher(event: Json, _: Json) -> Any:
    """As the sum and its parts still add up, only the rate tells."""
    terms = event["terms"]
    if not terms.get("taxes"):
        return False
    terms["taxes"][0]["amount"] = str(Decimal(terms["taxes"][0]["amount"]) + 1)
    terms["tax"] = str(Decimal(terms["tax"]) + 1)
    return True


def _paid_in_full(on_site: bool) -> Forge:
    """Paid with the sale, by card or on site, which the sale then denies."""

    def forge(event: Json, body: Json) -> Any:
        methods = [each["method"] for each in body["events"] if each["event"] == "PaymentReceived"]
        if not methods or (methods[0] == "on-site") == on_site:
            return False
        event["on_site"] = on_site
        event["terms"]["payment_methods"] = ["card", "on-site"]
        return True

    return forge


def _only_on_site(event: Json, body: Json) -> Any:
    if event["on_site"] or len(body["events"]) > 1:
        return False
    event["terms"]["payment_methods"] = ["on-site"]
    return True


def _maxima(event: Json, _: Json) -> Any:
    event["receiver_terms"]["inclusions"][0]["max_units"] += 500


def _goes_back(_: Json, body: Json) -> Any:
    if len(body["events"]) != 1 or body["request"] != "book":
        return False
    body["at"] = "2001-01-01T10:00:00.000000Z"
    return True


def _other_request(_: Json, body: Json) -> Any:
    if body["request"] == "open":
        return False
    body["request"] = "adjust" if body["request"] != "adjust" else "book"
    return True


def _no_events(_: Json, body: Json) -> Any:
    if body["request"] == "open":
        return False
    body["events"] = []
    return True


def _clients(_: Json, body: Json) -> Any:
    body["clients"] = [*body["clients"], "cffffffffffffffffffffffff"]


def _older_rules(_: Json, body: Json) -> Any:
    if body["request"] == "open":
        return False
    body["rules"] = 1
    return True


def _sold_otherwise(event: Json, _: Json) -> Any:
    if not event.get("purchases"):
        return False
    event["purchases"][0]["granted"] += 5
    return True


def _set_right_to_more(event: Json, _: Json) -> Any:
    if not event.get("purchases") or event["purchases"][0].get("ended"):
        return False
    event["purchases"][0]["lapsed"] = event["purchases"][0].get("lapsed", 0) - 50
    return True


def _kept(event: Json, _: Json) -> Any:
    if event.get("decided_by") != "policy":
        return False
    event["kept"] = not event["kept"]
    return True


def _much_later(_: Json, body: Json) -> Any:
    if len(body["events"]) != 1:
        return False
    body["at"] = "2099-01-01T10:00:00.000000Z"
    return True


def _missed_before(event: Json, body: Json) -> Any:
    """What is cancelled has not begun, so nobody can have missed it."""
    if body["request"] != "cancel" or len(body["events"]) != 1:
        return False
    body["request"], event["event"] = "no-show", "AppointmentMissed"
    del event["by"]
    return True


def _without_cause(event: Json, body: Json) -> Any:
    if len(body["events"]) < 2 or not event.get("purchase"):
        return False
    body["events"] = [event]
    return True


def _twice(_: Json, body: Json) -> Any:
    body["events"] *= 2


def _to_the_giver(event: Json, body: Json) -> Any:
    others = [each for each in body["clients"] if each != event["receiver_client"]]
    if len(others) != 1:
        return False
    event["receiver_client"] = others[0]
    return True


def _more_minimum(event: Json, _: Json) -> Any:
    if "minimum" in event.get("overridden", ()):
        return False
    event["terms"]["inclusions"][0]["min"] = 9
    return True


def _none_at_purchase(event: Json, body: Json) -> Any:
    booked = {each["visit"]["service"] for each in body["events"] if each["event"] == "AppointmentBooked"}
    for inclusion in event["terms"]["inclusions"]:
        if inclusion["service"] in booked:
            inclusion["max_at_purchase"] = 0
            return True
    return False


def _visit_with_more(event: Json, _: Json) -> Any:
    for visit in event.get("appointments", ()):
        if visit.get("allocation") and visit.get("status", "booked") == "booked":
            visit["allocation"][0]["units"] += 1
            return True
    return False


FORGERIES: dict[str, tuple[str, Forge]] = {
    "more granted than the terms give": ("PackagePurchased", _set("granted", 500_000)),
    "nothing granted": ("PackagePurchased", _set("granted", 0)),
    "a value that is not the price": ("PackagePurchased", _add("value", 1)),
    "a total that is not the price": ("PackagePurchased", _total),
    "a price that does not give the total": ("PackagePurchased", _priced),
    "a price brought in that does not give the total": ("BalanceImported", _priced),
    "a tax that its rate does not give": ("PackagePurchased", _taxed_higher),
    "a tax that its parts do not give": ("PackagePurchased", _taxed),
    "an end that the terms do not give": ("PackagePurchased", _end("expiry")),
    "an end that comes years after the last day": ("PackagePurchased", _part_of_end("expires_at")),
    "an end brought in that comes years later": ("BalanceImported", _part_of_end("expires_at")),
    "a last day that freezes have moved, of a sale": ("PackagePurchased", _part_of_end("base_day")),
    "a first day that the rules do not give": ("PackagePurchased", _part_of_end("start_day")),
    "a sale that nobody numbered": ("PackagePurchased", _renumbered("purchase")),
    "a price above the declared one": ("PackagePurchased", _agreed(price="99999999.00")),
    "a discount that the price does not give": ("PackagePurchased", _agreed(discount="0.01")),
    "a discount without another price": ("PackagePurchased", _agreed(discount="5.00", agreed=None)),
    "another price without a reason": ("PackagePurchased", _without_reason),
    "a day to begin that is years ahead": ("PackagePurchased", _beginning("2199-01-01")),
    "a day to begin that is past": ("PackagePurchased", _beginning("2001-01-01")),
    "a payer who is the client": ("PackagePurchased", lambda event, _: event.update(payer=event["client"])),
    "a sale on site that was not agreed": (
        "PackagePurchased",
        lambda event, _: (
            event["terms"].update(payment_methods=["card"])
            if event["terms"]["payment_methods"] != ["card"] and event["on_site"]
            else False
        ),
    ),
    "a sale on site that was paid by card": ("PackagePurchased", _paid_in_full(True)),
    "a sale paid on site that is none": ("PackagePurchased", _paid_in_full(False)),
    "a sale that can only be on site, and is not": ("PackagePurchased", _only_on_site),
    "more paid than was due": ("PaymentReceived", _add("amount", "1000.00")),
    "a payment below zero": ("PaymentReceived", _set("amount", "-1.00")),
    "a method that was not agreed": ("PaymentReceived", _set("method", "gold")),
    "a payment for a purchase that is not there": ("PaymentReceived", _set("purchase", "pur-888")),
    "more paid back than was paid": ("PaymentReturned", _add("amount", "100000.00")),
    "less paid back than was to be": ("PaymentReturned", _less_returned),
    "a payment taken back that was not made": ("PaymentReversed", _add("amount", "0.01")),
    "a payment taken back of an entry to come": ("PaymentReversed", _set("entry", 99_999)),
    "more sent back than was paid back": ("ReturnConfirmed", _add("amount", "1.00")),
    "sent back before it was paid back": ("ReturnConfirmed", _set("entry", 99_999)),
    "a visit nobody numbered": ("AppointmentBooked", _renumbered("appointment")),
    "a visit that takes too many units": ("AppointmentBooked", _allocated(1)),
    "a visit that takes none": ("AppointmentBooked", _allocated(-1)),
    "a payer that is not there": ("AppointmentBooked", _another_payer),
    "a visit of somebody else": ("AppointmentBooked", _another_client),
    "a visit in the past": ("AppointmentBooked", _moment("starts_at")),
    "a visit that ends before it begins": ("AppointmentBooked", _moment("ends_at")),
    "a visit with a price and a payer": (
        "AppointmentBooked",
        lambda event, _: event.update(price="5.00") if event["allocation"] else False,
    ),
    "a service that is not included": (
        "AppointmentBooked",
        lambda event, _: event["visit"].update(service="surgery") if event["allocation"] else False,
    ),
    "fewer visits than the terms want with a sale": ("PackagePurchased", _more_minimum),
    "more visits than the terms allow with a sale": ("PackagePurchased", _none_at_purchase),
    "less voided than was free": ("PurchaseVoided", _add("units", -1)),
    "money back for no reason": ("PaymentReturned", _without_cause),
    "units sent to who has them": ("UnitsTransferred", _to_the_giver),
    "a visit that has more than is held": ("ThingsSetRight", _visit_with_more),
    "cancelled after it began": ("AppointmentCancelled", _much_later),
    "cancelled twice": ("AppointmentCancelled", _twice),
    "missed before it began": ("AppointmentCancelled", _missed_before),
    "moved too late": ("AppointmentRescheduled", _much_later),
    "frozen after its end": (
        "PurchaseFrozen",
        lambda event, body: event["expiry"]["last_day"] is not None and _much_later(event, body),
    ),
    "a party that is too large": ("AppointmentBooked", lambda event, _: event["visit"].update(party=900)),
    "more of a party than came": ("PartyReduced", _add("party", 50)),
    "a party that holds too many units": ("PartyReduced", _add("units", 1)),
    "a visit moved to the past": ("AppointmentRescheduled", _moment("starts_at")),
    "a visit moved for other payers": (
        "AppointmentRescheduled",
        lambda event, _: event.update(purchases=[*event["purchases"], "pur-1"]),
    ),
    "a visit moved to another service": (
        "AppointmentRescheduled",
        lambda event, _: event["visit"].update(service="surgery"),
    ),
    "more released than was held": ("AppointmentCancelled", _released),
    "released to where it does not go": ("AppointmentCancelled", _released_otherwise),
    "released twice": ("AppointmentCancelled", _released_twice),
    "cancelled against the policy": ("AppointmentCancelled", _kept),
    "a cancelled visit that is not there": ("AppointmentCancelled", _renumbered("appointment")),
    "missed against the policy": ("AppointmentMissed", _kept),
    "redeemed with too many units": ("AppointmentRedeemed", _allocated(3)),
    "more lapsed than was free": ("PurchaseLapsed", _add("units", 3)),
    "a lapse worth more": ("PurchaseLapsed", _add("value", "3.00")),
    "an extension that brings back too much": (
        "PurchaseExtended",
        lambda event, _: event["expiry"].update(restored=event["expiry"].get("restored", 0) + 9),
    ),
    "a booking that moves an end": ("AppointmentBooked", _end_moved),
    "a first booking that begins nothing": (
        "AppointmentBooked",
        lambda event, _: event.pop("expiries", None) or False,
    ),
    "a freeze that moves the end too far": ("PurchaseFrozen", _end("expiry")),
    "a freeze that forgets days": ("PurchaseFrozen", _set("freezes", [])),
    "an unfreeze that moves the end too far": ("PurchaseUnfrozen", _end("expiry")),
    "more sent than was free": ("UnitsTransferred", _set("units", 4_000)),
    "sent for more than it was worth": ("UnitsTransferred", _add("value", "1.00")),
    "a receiver who paid": ("UnitsTransferred", lambda event, _: event.pop("receiver_payer", None) or False),
    "units sent at another price": (
        "UnitsTransferred",
        lambda event, _: event["receiver_terms"].update(price="9999.00"),
    ),
    "a receiver who may take more": ("UnitsTransferred", _maxima),
    "more taken than was free": ("UnitsAdjusted", _set("units", -4_000)),
    "nothing adjusted": ("UnitsAdjusted", _set("units", 0)),
    "lapsed by adjusting": ("UnitsAdjusted", _add("lapsing", 2)),
    "more units paid back than were free": ("UnitsRefunded", _add("units", 4_000)),
    "units paid back for more": ("UnitsRefunded", _add("value", "1.00")),
    "goodwill that nobody got": ("PriceLowered", _add("amount", "1.00")),
    "a refund of more than the rules give": ("PurchaseRefunded", _add("amount", "1.00")),
    "a refund of more units": ("PurchaseRefunded", _add("units", 1)),
    "a refund that keeps more": ("PurchaseRefunded", _add("kept", "1.00")),
    "more voided than was free": ("PurchaseVoided", _add("units", 1)),
    "voided as unpaid": (
        "PurchaseVoided",
        lambda event, _: event.update(cause="unpaid") if event["cause"] == "staff" else False,
    ),
    "a void that keeps more": ("PurchaseVoided", _add("kept", "1.00")),
    "more used before an import than granted": ("BalanceImported", _set("used_before", 900)),
    "more paid before an import than its price": ("BalanceImported", _add("paid", "1000.00")),
    "a visit that costs more than its price": ("VisitRepriced", _add("owed", "1000.00")),
    "a member who is the owner": (
        "PurchaseShared",
        lambda event, body: event.update(members=body["clients"]) if len(body["clients"]) > 1 else False,
    ),
    "no longer a member who was none": ("PurchaseUnshared", _set("members", ["c000000000000000000000000"])),
    "an absence that ends before it begins": (
        "EmployeeBlocked",
        lambda event, _: event.update(ends_at=event["starts_at"]),
    ),
    "an absence taken back that is not there": ("EmployeeUnblocked", _set("block", "blk-500")),
    "a merge of what is another's": (
        "ClientsMerged",
        lambda event, _: event.update(merged=event["kept"]),
    ),
    "a sale set right to another": ("ThingsSetRight", _sold_otherwise),
    "units from nowhere by setting right": ("ThingsSetRight", _set_right_to_more),
    "set right what is still to come": ("ThingsSetRight", _set("entry", 99_999)),
    "an entry before the one before it": ("AppointmentBooked", _goes_back),
    "a request that records something else": ("any", _other_request),
    "an entry that records nothing": ("any", _no_events),
    "clients it is not about": ("any", _clients),
    "nobody asked": ("any", lambda _, body: body.update(by="")),
    "older rules": ("any", _older_rules),
}
"""What was forged: the event it is done to, and how."""
