"""The mirror of the house shows what is there."""

import ast
from pathlib import Path

import pytest

from tests.house import depth, figures, lengths_in, names_it, needs_in, twice_named
from tests.source_code import Module, modules


def test_modules_that_know_each_other_are_one_step_of_a_chain() -> None:
    chain = {"a": {"b"}, "b": {"c", "d"}, "c": {"b"}, "d": {"e"}, "e": set[str](), "f": {"e"}}

    assert depth({name: frozenset(needs) for name, needs in chain.items()}) == 4
    assert depth({}) == 0


def test_an_import_within_a_function_and_one_of_a_whole_module_count(tmp_path: Path) -> None:
    one = _module(tmp_path, "trafftpkg.one", "import os\ndef f():\n    from trafftpkg.two import g\n")
    two = _module(tmp_path, "trafftpkg.two", "from trafftpkg import one, two\n")

    assert needs_in([one, two]) == {"trafftpkg.one": {"trafftpkg.two"}, "trafftpkg.two": {"trafftpkg.one"}}


def test_a_name_of_two_public_classes_is_told_but_not_the_schema_s(tmp_path: Path) -> None:
    source = "class Row: ...\nclass _Own: ...\nclass A{0}: ...\n"
    names = ("trafftpkg.one", "trafftpkg.two", "trafftpkg.stores.catalogue.schema")
    house = [_module(tmp_path, name, source.format(at)) for at, name in enumerate(names)]

    assert twice_named(house) == ["Row"]
    assert twice_named(house[1:]) == []


def test_a_function_is_as_long_as_its_lines() -> None:
    assert [*lengths_in(ast.parse("def f():\n    return 1\nclass A:\n    def g(self): ...\n"))] == [2, 1]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("from a.block import f", True),
        ("class EmployeeUnblocked: ...", True),
        ("kind = 'blk'", True),
        ("def f(block): ...", True),
        ("table = 'blocks'", True),
        ("remedy = 'Look: trafftpkg blocks'", False),
        ("def f():\n    'Return the block.'", False),
        ("why = 'blocked'", False),
        ("os.O_NONBLOCK", False),
    ],
)
def test_a_file_names_the_noun_where_its_code_does(code: str, names: bool) -> None:
    assert names_it(ast.parse(code)) is names


def test_a_kind_of_thing_is_named_in_few_files() -> None:
    assert 0 < sum(names_it(module.tree) for module in modules()) < 24


def test_every_figure_of_the_program_is_shown() -> None:
    shown = figures(modules())

    assert shown["files"] == f"{len(modules())}"
    assert all(figure[0].isdigit() for figure in shown.values())


def _module(folder: Path, name: str, source: str) -> Module:
    path = folder / f"{name}.py"
    path.write_text(source, "utf-8")
    return Module(name=name, path=path)
