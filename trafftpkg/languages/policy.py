"""What cancelling late and not coming cost, as clients are told before they buy or book, and in letters."""

from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import CancellationPolicy
from trafftpkg.languages.telling import Telling


def package_policy(names: Telling, policy: CancellationPolicy) -> str:
    """Return what late cancelling costs of a visit that a package pays, in sentences."""
    return " ".join([_free(names, policy), *cost_of_units(names, policy)])


def visit_policy(names: Telling, policy: CancellationPolicy) -> str:
    """Return what late cancelling costs of a visit at its price, in sentences."""
    return " ".join([_free(names, policy), *cost_of_price(names, policy)])


def cost_of_units(names: Telling, policy: CancellationPolicy) -> list[str]:
    """Return what late cancelling and not coming cost of a visit that a package pays; nothing if nothing."""
    costs = _cost_of_units(names, policy)
    if costs and policy.forgiven:
        costs.append(
            names.ngettext(
                "The first time is forgiven.", "The first %(num)s times are forgiven.", policy.forgiven
            )
        )
    return costs


def cost_of_price(names: Telling, policy: CancellationPolicy) -> list[str]:
    """Return the same of a visit at its price."""
    late, missed = _dear(policy)
    if late and missed:
        return [names.gettext("If you cancel later or do not come, you still pay for it.")]
    if late:
        return [names.gettext("If you cancel later, you still pay for it.")]
    return [names.gettext("If you do not come, you still pay for it.")] if missed else []


def _free(names: Telling, policy: CancellationPolicy) -> str:
    if not policy.free_until.count:
        return names.gettext("You can cancel or move a visit for free until it begins.")
    return names.gettext(
        "You can cancel or move a visit for free until %(length)s before it begins.",
        length=length_words(names, policy.free_until),
    )


def _cost_of_units(names: Telling, policy: CancellationPolicy) -> list[str]:
    late, missed = _dear(policy)
    if late and missed:
        return [names.gettext("If you cancel later or do not come, it counts as used.")]
    if late:
        return [names.gettext("If you cancel later, it counts as used.")]
    return [names.gettext("If you do not come, it counts as used.")] if missed else []


def _dear(policy: CancellationPolicy) -> tuple[bool, bool]:
    """Return whether cancelling late costs something, and not coming."""
    return policy.late == "keep" and bool(policy.free_until.count), policy.no_show == "keep"


def length_words(names: Telling, length: Length) -> str:
    """`24 hours`, `1 day`."""
    count = length.count
    match length.unit:
        case "m":
            return names.ngettext("%(num)s minute", "%(num)s minutes", count)
        case "h":
            return names.ngettext("%(num)s hour", "%(num)s hours", count)
        case "d":
            return names.ngettext("%(num)s day", "%(num)s days", count)
        case _:
            return names.ngettext("%(num)s week", "%(num)s weeks", count)
