"""YAML is text: nothing is guessed, and what is wrong has a place."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.stores.catalogue.shop import Shop
from trafftpkg.stores.catalogue import yaml_tree
from trafftpkg.stores.catalogue.places import line_and_column
from trafftpkg.stores.catalogue.yaml_tree import read_yaml


def test_values_stay_the_text_they_are() -> None:
    tree = read_yaml(b"[no, 10:30, 0123, 480.00, 1e3, 2026-12-25, 0x1F, on, .5]").tree

    assert tree == ["no", "10:30", "0123", "480.00", "1e3", "2026-12-25", "0x1F", "on", ".5"]


def test_only_plain_nothing_is_none() -> None:
    tree = read_yaml(b"[~, null, Null, NULL, '~', \"null\", '', nothing]").tree

    assert tree == [None, None, None, None, "~", "null", "", "nothing"]


def test_a_file_of_comments_says_nothing() -> None:
    document = read_yaml(b"# soon\n")

    assert (document.tree, document.whole, document.problems) == (None, True, [])


def test_an_alias_stands_for_what_it_names() -> None:
    assert read_yaml(b"a: &x [1, 2]\nb: *x\nc: &y z\nd: *y\n").tree == {
        "a": ["1", "2"],
        "b": ["1", "2"],
        "c": "z",
        "d": "z",
    }


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1), "duplicate_key"),
        ("a: !!str 3\n", (1, 4), "tag"),
        ("a: !custom {b: c}\n", (1, 4), "tag"),
        ("!k a: 3\n", (1, 1), "tag"),
        ("x: {a: 1}\n<<: {b: 2}\n", (2, 1), "merge_key"),
        ("[a]: 3\n", (1, 1), "key_not_text"),
        ("a: 1\n---\nb: 2\n", (2, 1), "several_documents"),
        ("a: *b\n", (1, 4), "unknown_alias"),
        ("a: &b [*b]\n", (1, 8), "endless_alias"),
        ("a: [1,\n", (1, 6), "yaml_syntax"),
        ('a: "1\nb: 2\nc: 3\n', (1, 4), "yaml_syntax"),
        ("a: 1\n\tb: 2\n", (2, 1), "yaml_syntax"),
        ("a: b: c\n", (1, 5), "yaml_syntax"),
        ("a: \x01\n", (1, 4), "yaml_syntax"),
        ("a: " + "[" * 30, (1, 27), "too_deep"),
    ],
)
def test_what_is_wrong_with_the_yaml_has_a_place(text: str, place: tuple[int, int], code: str) -> None:
    problems = read_yaml(text.encode()).problems

    assert [(each.line, each.column, each.code) for each in problems] == [(*place, code)]


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("a:\n\t- b\n", (2, 1), "a tab"),
        ("a: 1\n  \tb: 2\n", (2, 3), "a tab"),
        ("a:\xa0{b: c}\n", (1, 3), "a no-break space (U+00A0)"),
        ("a:\n\xa0\xa0- b\nc: {d: e}\n", (2, 1), "a no-break space (U+00A0)"),
        ("a\u2009: 1\n", (1, 2), "an unusual space (U+2009)"),
    ],
)
def test_what_only_looks_like_a_space_is_named(text: str, place: tuple[int, int], named: str) -> None:
    (problem,) = read_yaml(text.encode()).problems

    assert (problem.line, problem.column) == place
    assert problem.problem == f"has {named} here. Replace it with plain spaces"


def test_a_no_break_space_in_a_value_is_part_of_it() -> None:
    assert read_yaml("a: 10\xa0EUR\n".encode()).tree == {"a": "10\xa0EUR"}


def test_text_that_is_not_utf_8_is_named_by_its_first_wrong_byte() -> None:
    (problem,) = read_yaml("name: Glow\ndescription: Café\n".encode("latin-1")).problems

    assert (problem.line, problem.column, problem.code) == (2, 17, "not_utf8")


def test_a_bomb_of_aliases_is_refused_before_it_goes_off() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 12))

    document = read_yaml(f"l0: &l0 [x, x]\n{levels}".encode())

    assert [problem.code for problem in document.problems] == ["too_many_aliases"]
    assert not document.whole


def test_a_duplicate_key_keeps_the_first_value_and_names_its_line() -> None:
    document = read_yaml(b"a: 1\nb: 2\na: 3\n")

    assert document.tree == {"a": "1", "b": "2"}
    assert "The first is on line 1" in document.problems[0].problem


def test_a_syntax_error_does_not_hide_what_was_found_before_it() -> None:
    problems = read_yaml(b"a: 1\na: 2\nb: [\n").problems

    assert [problem.code for problem in problems] == ["duplicate_key", "yaml_syntax"]


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#%@`,?~ \n\t\r<\u2028é\0\xa0"), max_size=60))
def test_whatever_is_written_gives_findings_inside_the_file(text: str) -> None:
    lines, _ = line_and_column(text, len(text))

    for problem in read_yaml(text.encode()).problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1


@given(st.binary(max_size=80))
def test_whatever_the_bytes_are_reading_does_not_raise(data: bytes) -> None:
    read_yaml(data)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: [no, ~, '', \"x\\ty\"]\nc: |\n  two\n  lines\n",
        "a: &x {b: 1}\nc: *x\n",
        "a: !!str 1\na: 2\n<<: {}\n",
        "a: 1\n--- b\n",
        "\N{BYTE ORDER MARK}a: 1\n",
        "",
    ],
)
def test_without_libyaml_the_same_is_read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read_yaml(text.encode())
    monkeypatch.setattr(yaml_tree, "LOADER", yaml.BaseLoader)

    slow = read_yaml(text.encode())

    assert (slow.tree, slow.problems) == (quick.tree, quick.problems)


def test_a_control_character_has_its_place_without_libyaml_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "LOADER", yaml.BaseLoader)

    (problem,) = read_yaml(b"a: 1\nb: \x01\n").problems

    assert (problem.line, problem.column, problem.code) == (2, 4, "yaml_syntax")


def test_a_file_that_cannot_be_parsed_does_not_blame_the_files_that_refer_to_it(shop: Shop) -> None:
    shop.write("services.yaml", "- {id: facial, name: [\n")

    assert shop.codes() == ["yaml_syntax"]
