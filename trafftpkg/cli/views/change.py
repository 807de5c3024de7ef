"""A change from one catalogue to another as JSON."""

from trafftpkg.cli.catalogue_changes import Change
from trafftpkg.cli.views.values import Json

CHANGE_FIELDS = "kind id change field old new purchases clients appointments".split()


def change_object(change: Change) -> Json:
    """Return a change; `old` and `new` are in words, as the table has them."""
    facts = change._asdict()
    return {name: facts["what" if name == "change" else name] for name in CHANGE_FIELDS}
