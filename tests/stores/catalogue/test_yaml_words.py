"""YAML's own problems are told in our words, the same with either parser, at every place of a value."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.stores.catalogue.shop import Shop
from trafftpkg.stores.catalogue import yaml_tree
from trafftpkg.stores.catalogue.yaml_tree import read_yaml

GLOW = "packages/glow.yaml"
IN_QUOTES = "Put the whole text in quotes"
PLACES = ("name: {}\nprice: 1\n", "- {{id: a, name: {}, price: 1}}\n", "names:\n  - {}\n  - b\n")


@pytest.fixture(params=["quick", "slow"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "slow":
        monkeypatch.setattr(yaml_tree, "LOADER", yaml.BaseLoader)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("value", "said"),
    [
        *((f"{sign}home", f"cannot begin with '{sign}'. {IN_QUOTES}") for sign in "@%`"),
        *((f"{sign} Star", f"cannot begin with '{sign}'. {IN_QUOTES}") for sign in "*&"),
        ("*star", f"there is no '&star' before this '*star'. {IN_QUOTES}, if it is a text"),
        ("&more", f"'&more' is a name that no '*more' uses. {IN_QUOTES}, if it is a text"),
        ("&more hours", f"'&more' is a name that no '*more' uses. {IN_QUOTES}, if it is a text"),
        ("!Wow Glow", "must not have a tag ('!Wow'). Remove it, or put the text in quotes"),
        ("[New] Glow", f"goes on after ']'. {IN_QUOTES}, if it is one text"),
        ("{New} Glow", f"goes on after '}}'. {IN_QUOTES}, if it is one text"),
        ('"Glow" 10', 'goes on after a closing ". Put the whole text in single quotes'),
        ("'Ana's Glow'", "goes on after a closing '. Put the whole text in double quotes"),
        ('"Glow', "has a quote that opens here and is not closed"),
        ('"a\\qb"', "has a '\\' in double quotes that means nothing"),
    ],
)
def test_a_text_that_yaml_reads_otherwise_is_told_to_be_put_in_quotes(
    place: str, value: str, said: str
) -> None:
    assert [each.problem[: len(said)] for each in read_yaml(place.format(value).encode()).problems] == [said]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: Glow: ten\n", f"has a second ': ' in one value. {IN_QUOTES}"),
        ("- {id: a, name: Glow: ten}\n", f"has a second ': ' in one value. {IN_QUOTES}"),
        ("- {service: x max: 3}\n", f"has a second ': ' in one value. {IN_QUOTES}"),
        ("name: - x\n", f"cannot begin with '- '. {IN_QUOTES}"),
        ("name: | x\n", "begins with '|' or '>'"),
        ("name: , x\n", f"cannot begin with ','. {IN_QUOTES}"),
        ("name:Glow\nprice: 1\n", "has no ': '. Write a key, a colon, a space and a value"),
        ("name: a\n price: 1\n", "is indented as if it belonged to the line above"),
        ("a:\n  b: 1\n c: 2\n", "is indented otherwise than the keys above it"),
        ("- a\nb: c\n", "does not begin with '- ' below those above it"),
        ("a: 1\nb\n", "has no ': '. Write a key, a colon, a space and a value"),
        ("a: [1, 2\nb: 3\n", "has a '[' or '{' that opens on line 1 and is not closed"),
        ("a: {b: 1]\n", "has a '[' or '{' that opens on line 1 and is not closed"),
        ("a: {b: 1, c: [\n", "has a '[' or '{' that opens and is not closed"),
        (
            "- {id: a, name: #1 Glow}\n",
            "has a '[' or '{' that opens and is not closed. Close it, or put a text with '#'",
        ),
        ("a: {b: 1,,}\n", "has a ',' too many, or nothing before it"),
        ('a: {b ["c"]}\n', "needs a comma or ': ' before this"),
        ("%YAML 9.9\n---\na: 1\n", "begins with '%', '---' or '...'"),
    ],
)
def test_what_is_wrong_between_values_is_said_plainly(text: str, said: str) -> None:
    assert [each.problem[: len(said)] for each in read_yaml(text.encode()).problems] == [said]


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#%@`,?~ \n\t\\"), max_size=40))
def test_no_problem_is_told_in_the_parsers_own_words(text: str) -> None:
    for problem in read_yaml(f"name: {text}\n".encode()).problems:
        assert not any(word in problem.problem for word in ("scalar", "token", "context", "did not find"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "name: Glow",
            "name: #1 Glow",
            "name needs a value. '#' begins a comment. Put the whole text in quotes",
        ),
        (
            "name: Glow",
            "name: [New]",
            "name must be one value, not a list. Put a text in quotes if it begins with '['",
        ),
        (
            "max: 6}",
            "max: 6, six}",
            "services[facial].six is not a known key here. Put a text in quotes if it holds ', '",
        ),
        (
            "price: {amount: 480.00}",
            "price: {amount: 480,00}",
            "price.00 is not a known key here. Write decimals with a point, for example 480.00",
        ),
        (
            "price: {amount: 480.00}",
            "price: 480.00",
            "price must have keys and values, not be a single value. Write it as {amount: 480.00}",
        ),
    ],
)
def test_what_is_no_problem_of_yaml_but_of_a_text_without_quotes_is_said_too(
    shop: Shop, old: str, new: str, said: str
) -> None:
    shop.swap(GLOW, old, new)

    assert shop.problem() == said


@pytest.mark.parametrize("turn", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
@pytest.mark.parametrize("text", ["name: Glow{}", "name: Glow  # {}", 'name: "Glow\\u{:04x}"'])
def test_what_changes_the_direction_of_writing_is_named(shop: Shop, turn: str, text: str) -> None:
    shop.swap(GLOW, "name: Glow", text.format(ord(turn) if "04x" in text else turn))

    (finding,) = shop.findings()

    assert (finding.code, finding.line) == ("text_direction", 1)
    assert f"changes the direction of writing (U+{ord(turn):04X})" in finding.problem


def test_a_mark_of_direction_belongs_to_the_words_of_those_who_write_so(shop: Shop) -> None:
    shop.swap(GLOW, "name: Glow", "name: Glow \u200f\u05d6\u05d5\u05d4\u05e8\u200e 10")

    assert shop.found() == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name: Glow #10", ["packages/glow.yaml:1:7 name cut_by_comment"]),
        ("name: Glow #offer", ["packages/glow.yaml:1:7 name cut_by_comment"]),
        ("name: Glow # ten", []),
        ("name: Glow  #ten", []),
        ("name: Glow#10", []),
        ('name: "Glow #10"', []),
        ("name: Glow\ndescription: |\n  Note: Glow #10", []),
    ],
)
def test_a_text_that_a_number_sign_cuts_is_a_likely_mistake(shop: Shop, text: str, found: list[str]) -> None:
    shop.swap(GLOW, "name: Glow", text)

    assert shop.found() == []
    assert shop.found(strict=True) == found


def test_an_address_cannot_change_the_direction_either(shop: Shop) -> None:
    shop.add_to(GLOW, 'redirect_url: "https://a.example/\\u202egpj"\n')

    assert shop.codes() == ["text_direction"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# A package.\nname:x\nprice: 1\n", 2, "has no ': '"),
        ("# A package.\nname:x\n\n# Its price.\nprice: 1\n", 2, "has no ': '"),
        ("price: 1\nname:x\nunit: hour\n", 2, "has no ': '"),
        ("- id:x\n  name: y\n", 1, "has no ': '"),
        ("text: at\n  https://x\n  note: y\n", 3, "is indented as if"),
        ("name:x\n---\nprice: 1\n", 2, "starts a second document"),
        (
            "a: 1\nname: 'x\nprice: 1\ntext: 'Glow'\n",
            2,
            "has a quote that opens here and closes only on line 4",
        ),
        ('name: "x\ntext: "Glow"\n', 1, "has a quote that opens here and closes only on line 2"),
        ("name: 'x' y\n", 1, "goes on after a closing '"),
    ],
)
def test_a_problem_is_at_the_line_to_correct(text: str, line: int, said: str) -> None:
    assert [(each.line, each.problem[: len(said)]) for each in read_yaml(text.encode()).problems] == [
        (line, said)
    ]


def test_a_text_that_is_no_alias_is_one_problem(shop: Shop) -> None:
    shop.swap(GLOW, "name: Glow", "name: *star")

    assert shop.found() == [f"{GLOW}:1:7 name unknown_alias"]
