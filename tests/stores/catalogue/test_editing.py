"""One value of a file is changed at its place; all else stays as it is, to the byte."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source_code import ROOT
from trafftpkg.cli.parsing import assignment
from trafftpkg.domain.assignment import Assignment
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.stores.catalogue.editing import appended, edited
from trafftpkg.stores.catalogue.yaml_tree import Tree, read_yaml

EXAMPLE = sorted(each for each in (ROOT / "catalog").rglob("*.yaml") if "&" not in each.read_text("utf-8"))
"""Without those in which one text stands in several places."""
Way = tuple[tuple[int, ...], tuple[str, ...]]

PACKAGE = """\
# yaml-language-server: $schema=../.schema/package.json
name: 'Glow 10'          # as clients know it
description: >
  Ten visits,
  any mix.

color: "#3F8EFC"
services:
  # the first is dearer
  - {service: facial, max: 6}    # at most
  - service: massage
    max: 6
    # uses: 2

total: 10
price:
  amount: 520.00
  taxes: [iva]         # of business.yaml
  payment_methods:
    - card
    - on-site
validity: {months: 6}
cancellation:
# the end
"""


def changed(text: str, *typed: str, base: tuple[int, ...] = ()) -> str:
    """Return a text after one change after the other."""
    data = text.encode()
    for each in typed:
        data = edited(data, base, assignment(each))
    return data.decode()


@pytest.mark.parametrize(
    ("typed", "old", "new"),
    [
        ("price.amount=500.00", "amount: 520.00", "amount: 500.00"),
        ("name=Glow", "name: 'Glow 10'          #", "name: 'Glow'             #"),
        ("name=Anna's", "name: 'Glow 10'          #", "name: 'Anna''s'          #"),
        ("color=#000000", '"#3F8EFC"', '"#000000"'),
        ("services.facial.max=5", "max: 6}    #", "max: 5}    #"),
        ("services[facial].max=5", "max: 6}    #", "max: 5}    #"),
        ("services.1.max=5", "massage\n    max: 6", "massage\n    max: 5"),
        ("services.facial.min=1", "max: 6}    #", "max: 6, min: 1} #"),
        ("services.massage.min=1", "massage\n    max: 6\n", "massage\n    max: 6\n    min: 1\n"),
        ("services.facial=", "  - {service: facial, max: 6}    # at most\n", ""),
        ("services.massage=", "  - service: massage\n    max: 6\n    # uses: 2\n", ""),
        ("services.massage.service=", "- service: massage\n    max", "- max"),
        ("services.facial.service=", "{service: facial, max: 6}    #", "{max: 6}    #"),
        ("services.facial.max=", "{service: facial, max: 6}    #", "{service: facial}            #"),
        ("services+={service: yoga}", "    # uses: 2\n", "    # uses: 2\n  - {service: yoga}\n"),
        ("price.taxes+=levy", "[iva]         #", "[iva, levy]   #"),
        ("price.taxes.iva=", "[iva]         #", "[]            #"),
        ("price.taxes=[]", "[iva]         #", "[]            #"),
        ("price.payment_methods+=cash", "    - on-site\n", "    - on-site\n    - cash\n"),
        ("price.payment_methods.card=", "    - card\n", ""),
        ("price.payment_methods=[card]", ":\n    - card\n    - on-site\n", ": [card]\n"),
        ("price.original=600.00", "    - on-site\n", "    - on-site\n  original: 600.00\n"),
        ("price.deposit.percent=30", "    - on-site\n", "    - on-site\n  deposit: {percent: 30}\n"),
        ("validity.months=9", "{months: 6}", "{months: 9}"),
        ("validity.until=2027-01-31", "{months: 6}", "{months: 6, until: 2027-01-31}"),
        ("validity.months=", "{months: 6}", "{}"),
        ("validity={years: 1}", "{months: 6}", "{years: 1}"),
        ("validity=", "validity: {months: 6}\n", ""),
        ("total=", "total: 10\n", ""),
        (
            "description=Ten visits",
            "description: >\n  Ten visits,\n  any mix.\n",
            "description: Ten visits\n",
        ),
        ("description=", "description: >\n  Ten visits,\n  any mix.\n", ""),
        ("cancellation=x", "cancellation:\n", "cancellation: x\n"),
        ("cancellation.forgiven=2", "cancellation:\n", "cancellation: {forgiven: 2}\n"),
        ("cancellation+=x", "cancellation:\n", "cancellation: [x]\n"),
        ("status=hidden", "cancellation:\n", "cancellation:\nstatus: hidden\n"),
        ("gallery+=images/a b.jpg", "cancellation:\n", "cancellation:\ngallery: [images/a b.jpg]\n"),
        ("total=: no # or", "total: 10", 'total: ": no # or"'),
        ("total=null", "total: 10", 'total: "null"'),
        ("total=[half", "total: 10", 'total: "[half"'),
        ("total=[a] # b", "total: 10", 'total: "[a] # b"'),
        ('total="half', "total: 10", 'total: "\\"half"'),
        ("total='10'", "total: 10", "total: '10'"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_only_one_value_changes(typed: str, old: str, new: str, line_end: str) -> None:
    assert PACKAGE.count(old) == 1
    before, wanted = (each.replace("\n", line_end) for each in (PACKAGE, PACKAGE.replace(old, new)))

    assert changed(before, typed) == wanted
    assert changed(f"\ufeff{before}", typed) == f"\ufeff{wanted}"


def test_without_a_line_end_at_the_end_one_comes_between() -> None:
    assert changed("a: 1", "b=2", "c.d.e=3", "a=") == "b: 2\nc: {d: {e: 3}}"


@pytest.mark.parametrize(
    ("text", "typed", "wanted"),
    [
        ("{}", "a=1", "{a: 1}"),
        ("{} # none\n", "a=1", "{a: 1} # none\n"),
        ("{a: 1,\n b: 2}\n", "c=3", "{a: 1,\n b: 2, c: 3}\n"),
        ("a:\n  b: 1\n", "a.b=", "a: {}\n"),
        ("a:\n- x\n", "a.x=", "a: []\n"),
        ("a:\n- x\n", "a+=y", "a:\n- x\n- y\n"),
        ("a: [ # none\n ]\n", "a+=x", "a: [x # none\n ]\n"),
    ],
)
def test_what_is_empty_can_be_filled_and_emptied(text: str, typed: str, wanted: str) -> None:
    assert changed(text, typed) == wanted


@pytest.mark.parametrize("typed", ["a.x=2", "b.x=2", "c=2", "a=3", "d.1=z", "d+=z"])
def test_what_stands_in_two_places_at_once_is_left_alone(typed: str) -> None:
    text = "a: &a {x: 1}\nb: *a\nc: &c 1\ne: *c\nd: &d [x, y]\nf: *d\n"

    with pytest.raises(BadArgumentError, match="not_alone"):
        changed(text, typed)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("prise.amount.more=1", "no_such_value"),
        ("services.yoga.max=1", "no_such_value"),
        ("services.7=1", "no_such_value"),
        ("name.fr=Soin", "no_such_value"),
        ("original=", "no_such_value"),
        ("price.original=", "no_such_value"),
        ("price+=1", "not_a_list"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(typed: str, reason: str) -> None:
    text = PACKAGE.replace("cancellation:", "prise: x")

    with pytest.raises(BadArgumentError, match=reason):
        changed(text, typed)


def test_an_item_of_a_list_is_changed_by_itself() -> None:
    services = "- {id: facial, price: 60.00}\n# two\n- id: massage\n  price: 80.00   # each\n"

    assert changed(services, "price=90.00", "tip=1", base=(1,)) == (
        "- {id: facial, price: 60.00}\n# two\n- id: massage\n  price: 90.00   # each\n  tip: 1\n"
    )
    assert changed(services, "price=", base=(0,)).startswith("- {id: facial}\n")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[]\n", "- id: c\n  # x: 1\n  y: []\n"),
        ("# all\n[]", "# all\n- id: c\n  # x: 1\n  y: []"),
        ("- {id: a}\n", "- {id: a}\n- id: c\n  # x: 1\n  y: []\n"),
        ("- id: a\n  # x: 1\n# end\n", "- id: a\n  # x: 1\n- id: c\n  # x: 1\n  y: []\n# end\n"),
        ("  - id: a\n", "  - id: a\n  - id: c\n    # x: 1\n    y: []\n"),
        ("[{id: a}]\n", "[{id: a}, {id: c, y: []}]\n"),
    ],
)
def test_a_new_item_goes_below_the_last(text: str, wanted: str) -> None:
    assert appended(text.encode(), ["- id: c", "  # x: 1", "  y: []"]).decode() == wanted


@pytest.mark.parametrize("file", EXAMPLE, ids=lambda path: path.name)
def test_each_value_of_the_example_can_be_changed_and_touches_one_line(file: Path) -> None:
    text = file.read_text("utf-8")

    for base, steps in _values(read_yaml(text.encode()).tree):
        change = Assignment(steps=steps, verb="set", text="other")
        after = edited(text.encode(), base, change).decode()

        pairs = zip(text.splitlines(), after.splitlines(), strict=True)
        differing = [(old, new) for old, new in pairs if old != new]
        assert len(differing) == 1, change
        assert differing[0][0].partition(" #")[2] == differing[0][1].partition(" #")[2]


def _values(tree: Tree, steps: tuple[str, ...] = (), base: tuple[int, ...] = ()) -> Iterator[Way]:
    """Yield the way to each value that is neither a list nor a mapping; the items of a file stand alone."""
    if isinstance(tree, dict):
        for key, inner in tree.items():
            yield from _values(inner, (*steps, key), base)
    elif isinstance(tree, list):
        for number, inner in enumerate(tree):
            alone = not (steps or base)
            yield from _values(inner, steps if alone else (*steps, str(number)), (number,) if alone else base)
    else:
        yield base, steps
