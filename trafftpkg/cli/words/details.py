"""An error's facts as JSON: every field, by its own name."""

from datetime import UTC, date, datetime
from decimal import Decimal

from trafftpkg.cli.errors import AmbiguousDayError, MalformedError
from trafftpkg.cli.views.explanation import candidate_object
from trafftpkg.cli.views.finding import finding_object
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.cli.words.forbidden import permission_facts
from trafftpkg.cli.words.names import Names
from trafftpkg.cli.words.rules import breach_words, damage_words
from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.naming import TooManyMembersError
from trafftpkg.domain.errors.unusable import NotPermittedError
from trafftpkg.domain.finding import Damage, Finding
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.invariants.breach import Breach
from trafftpkg.domain.moments import Length
from trafftpkg.domain.value import Value, facts_of


def details_of(error: TrafftpkgError, names: Names) -> Json:
    """Return the error's fields; clients by their handles, moments in its own time zone or the business's."""
    facts = facts_of(error)
    zone = facts.get("time_zone")
    # Asked only where it is needed: the answer is in the catalogue.
    if zone is None and any(isinstance(fact, datetime) for fact in facts.values()):
        zone = names.time_zone
    found = {name: _plain(fact, str(zone or "UTC"), names) for name, fact in facts.items()}
    for field in ("client", "owner"):
        if isinstance(found.get(field), str):
            found[field] = names[ClientKey(str(found[field]))]
    if isinstance(error, TooManyMembersError):
        found["members"] = [names[each] for each in error.members]
    if isinstance(error, MalformedError | AmbiguousDayError):
        reason = "malformed" if isinstance(error, MalformedError) else "ambiguous"
        return {"field": names.field(error.what), "reason": reason, **found}
    if isinstance(error, NotPermittedError):
        return {**found, **permission_facts(error)}
    return found


def _plain(value: object, zone: str, names: Names) -> object:
    if isinstance(value, datetime):
        return value.isoformat() if value.tzinfo is None else moment_text(value.astimezone(UTC), zone)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Length):
        return str(value)
    return _plain_whole(value, zone, names)


def _plain_whole(value: object, zone: str, names: Names) -> object:
    if isinstance(value, Candidate):
        return candidate_object(value, names.__getitem__)
    if isinstance(value, Finding):
        return finding_object(value)
    if isinstance(value, Damage | Breach):
        problem = damage_words(value) if isinstance(value, Damage) else breach_words(value)
        return {**_plain_facts(value, zone, names), "problem": problem}
    if isinstance(value, tuple | list):
        return [_plain(each, zone, names) for each in value]
    if isinstance(value, Value):
        return _plain_facts(value, zone, names)
    return value


def _plain_facts(value: Value, zone: str, names: Names) -> Json:
    return {name: _plain(fact, zone, names) for name, fact in facts_of(value).items()}
