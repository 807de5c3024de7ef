"""Words for what cannot be done to the catalogue's files, by the reason."""

from collections.abc import Mapping

from trafftpkg.cli.words.base import Called, Saying, Words, one_of, plain
from trafftpkg.domain.errors.usage import BadArgumentError, Reason

_MOST_NAMED = 10


def _files_exist(error: BadArgumentError, called: Called) -> Words:
    *first, last = _not_too_many(error.choices)
    both = f"{', '.join(first)} and {last}" if first else last
    return Words(
        f"{error.thing} already has {both}. Nothing was written.",
        "Give another folder, or move them away.",
    )


def _not_too_many(choices: tuple[str, ...]) -> list[str]:
    rest = len(choices) - _MOST_NAMED
    return [*choices[:_MOST_NAMED], *([f"{rest} more"] if rest > 0 else [])]


def _unknown_id(error: BadArgumentError, called: Called) -> Words:
    hint = f" Did you mean '{error.nearest}'?" if error.nearest else ""
    return Words(
        f"Nothing in the catalogue has the id '{error.given}'.{hint}",
        "List what is sold: trafftpkg catalog show. Or give business.",
    )


def _no_such_value(error: BadArgumentError, called: Called) -> Words:
    hint = f" Did you mean '{error.nearest}'?" if error.nearest else ""
    there = f"What is there: {one_of(error.choices)}." if error.choices else "There is nothing below it."
    return Words(f"There is no '{error.thing}' on the way to {error.given}.{hint}", there)


CATALOGUE_REASONS: Mapping[Reason, Saying] = {
    "exists": plain("{thing} already exists.", "Give another id, or edit that file."),
    "files_exist": _files_exist,
    "no_git": plain("'{given}' is not a folder, and git is not installed.", "Give a folder, or install git."),
    "no_location": plain(
        "The catalogue has no locations.",
        "Add a location first: trafftpkg catalog new location ID",
    ),
    "no_service": plain(
        "The catalogue has no services.",
        "Add a service first: trafftpkg catalog new service ID",
    ),
    "no_such_value": _no_such_value,
    "not_a_list": plain(
        "{given} is not a list, so nothing can be added to it.", "Set it: give {given}=VALUE."
    ),
    "not_a_revision": plain(
        "'{given}' is neither a folder nor a revision in git.", "List the revisions: git log"
    ),
    "not_alone": plain(
        "{given} cannot be changed by itself, as the file is written.",
        "Edit the file by hand. Then check it: trafftpkg catalog check",
    ),
    "not_in_git": plain(
        "'{given}' is not a folder, and {thing} is not in a git repository.", "Give a folder."
    ),
    "not_in_revision": plain(
        "{given} has no files in {thing}.", "List the revisions that have: git log {thing}"
    ),
    "several_things": plain("Several things have the id '{given}'.", "Give one of: {one}."),
    "unknown_id": _unknown_id,
}
"""What is wrong and what to do."""
