"""Words for what is wrong with a line of the ledger."""

from collections.abc import Mapping

from trafftpkg.domain.finding import Damage, DamageKind

_WORDS: Mapping[DamageKind, str] = {
    "blank": "it is empty",
    "byte_order_mark": "it begins with a byte order mark",
    "changed": "its bytes are not those that were written for entry {due}",
    "doubled": "entry {seq} is there twice",
    "head": "the tables end with entry {due}, but the lines end with entry {seq}",
    "line_ending": "it ends with CR LF instead of LF",
    "misnumbered": "it is entry {seq}, but entry {due} should be here",
    "missing": "{entries} missing before it",
    "out_of_order": "it is entry {seq}, but entry {due} should be here",
    "replaced": "entry {seq} is not the one whose hash was kept: it was replaced, or is of another ledger",
    "reprinted": "it says the same in other bytes: it was reformatted",
    "run_together": "the line feed after entry {due} is missing: more follows in the same line",
    "swapped": "entry {seq} comes before entry {due}",
    "unreadable": "it cannot be read: {said}",
}


def damage_words(damage: Damage) -> str:
    """Return what is wrong, as a clause: the line is `it`."""
    if damage.kind == "changed" and damage.seq is None:
        return "it cannot be read as an entry"
    due, last = damage.due or 0, (damage.seq or 0) - 1
    entries = f"entry {due} is" if due == last else f"entries {due} to {last} are"
    return _WORDS[damage.kind].format(seq=damage.seq, due=due, entries=entries, said=damage.said)
