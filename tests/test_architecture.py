"""The house has the shape that is drawn of it: where imports point, how long files are, which words are used.

Written against the source itself, so that it holds even where the import linter's settings were changed.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house import twice_named
from tests.source_code import Module, is_standard, layer_of, modules, room_of

MODULES = modules()
NAMES = {module.name for module in MODULES}
CLASSES = {
    node.name: node for module in MODULES for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)
}
BARE_BASES = {"Protocol", "Generic", "Exception", "Enum", "NamedTuple", "TypedDict"}
"""Bases that declare no method of their own to be fulfilled; a class of a library explains its own."""

MAY_IMPORT = {
    "domain": {"domain"},
    "engine": {"engine", "domain"},
    "stores": {"itsdangerous", "stores", "domain"},
    "bootstrap": {"bootstrap", "engine", "stores", "domain"},
    "languages": {"languages", "domain"},
    "receipts": {"receipts", "languages", "engine", "domain"},
    "letters": {"letters", "receipts", "languages", "engine", "domain"},
    "cli": {"cli", "letters", "receipts", "languages", "bootstrap", "engine", "domain"},
    "web": {"web", "letters", "receipts", "languages", "bootstrap", "engine", "domain"},
    "library": {"library", "cli", "bootstrap", "engine", "domain"},
    "__main__": {"cli"},
    "__init__": {"library"},
}
"""Which layers a layer may know."""

LIBRARIES = {
    "domain": {"dateutil"},
    "engine": {"dateutil"},
    "stores": {
        "PIL",
        *(
            "itsdangerous",
            "dateutil",
            "email_validator",
            "phonenumbers",
            "psycopg",
            "pydantic",
            "pydantic_core",
        ),
        "yaml",
    },
    "bootstrap": set(),
    "cli": {"dateutil", "icalendar", "tabulate", "typer", "uvicorn"},
    "web": {"anyio", "babel", "icalendar", "jinja2", "markupsafe", "segno", "starlette", "stripe", "uvicorn"},
    "library": set(),
    "languages": {"babel"},
    "receipts": set(),
    "letters": {"babel", "icalendar", "jinja2", "markupsafe"},
    "__main__": set(),
}
"""Which libraries a layer may know, besides the standard one."""

FLOORS = {
    "backups": {"jsonl", "clients", "door", "lines"},
    "jsonl": {"tables", "clients", "lines", "door", "catalogue"},
    "postgres": {"tables", "clients", "lines", "door"},
    "clients": {"tables"},
    "tables": {"lines"},
    "catalogue": {"lines"},
    "door": set[str](),
    "lines": set[str](),
}
"""What each room of the stores may know of the others."""

TEXTS_OF_PEOPLE = {("re", f"trafftpkg/stores/{each}") for each in ("postgres/address.py",)}
"""Where expressions are for what people and servers say, and not for SQL."""

MANY_WORDS_FOR_ONE_IDEA = {
    "studio": "business",
    "tenant": "business",
    "customer": "client",
    "user": "client",
    "product": "service",
    "provider": "employee",
    "staff": "employee",
    "branch": "location",
    "plan": "package",
    "subscription": "purchase",
    "grant": "purchase",
    "snapshot": "terms, or as of",
    "credit": "unit",
    "token": "unit",
    "reservation": "appointment",
    "consume": "redeem",
    "consumed": "used",
    "spend": "redeem",
    "remaining": "available",
    "reserved": "booked",
    "forfeit": "lapse",
    "fifo": "burn-down order",
    "pause": "freeze",
    "knock": "attempt",
    "doubt": "warning",
    "shelf": "compiled file",
}
"""Words that mean what another word here means already; as a name of ours each would be a second word for it.

Left out are words with a meaning of their own: a table has rows, a lock is held, money is refunded.
"""


WHAT_A_CHECK_FINDS = ("trafftpkg.stores.catalogue", "trafftpkg.engine.belonging", "trafftpkg.engine.vanished")
"""Where findings about a catalogue's text are made, each in words beside its code.

A finding is the product of a check: it has its place and code, and its words stand beside the rule that it is
of, in one place. Only whoever writes the files reads it, at the terminal. Facts and words apart would be
80 rules in two files each, and nobody would be shown more.
"""

BELOW_THE_EDGES = {"domain", "engine", "stores", "bootstrap"}

SMALL_WORDS = set(
    "a an and are be but by for has is it its not of or that the then this to until was with yet".split()
)
"""By what a sentence is told from a list of names."""

NOT_FOR_PEOPLE = {
    "AssertionError",
    "BrokenChainError",
    "DatabaseError",
    "FrozenInstanceError",
    "ShapeError",
    "TypeError",
}
"""Errors that no person is shown; what a line's JSON lacks is passed on as what its reader said."""


DROPPED_NAMES = {
    "Acquaintance": "CachingClients",
    "AtHand": "Completions",
    "Book": "DoorNotes, or ClientTables",
    "Call": "Exchange",
    "Held": "Locked",
    "HeldBooks": "JsonlOpenBooks, or PostgresOpenBooks",
    "House": "Backend",
    "Kept": "ConnectionPool",
    "Known": "Parties, or CrossReferences",
    "Site": "PageSettings",
    "Wanted": "VisitWanted, or LockScope",
}
"""Names of classes that said too little, or what another word means; with what they are called now."""


def test_imports_point_one_way() -> None:
    wrong = [
        f"{module.place}:{line}: {layer_of(module.name)} must not know {name}"
        for module in MODULES
        for name, line in module.imports.items()
        if layer_of(name) in MAY_IMPORT.keys() - MAY_IMPORT[layer_of(module.name) or "__init__"]
    ]

    assert wrong == []


def test_the_stores_keep_to_their_floors() -> None:
    wrong = [
        f"{module.place}:{line}: stores/{room} must not know {name}"
        for module in MODULES
        if (room := room_of(module.name)) in FLOORS
        for name, line in module.imports.items()
        if (other := room_of(name)) in FLOORS and other not in {room, *FLOORS[room]}
    ]

    assert wrong == []


def test_only_a_kind_of_ledger_knows_its_database() -> None:
    homes = {"sqlite3": "jsonl", "psycopg": "postgres"}
    wrong = [
        f"{module.place}:{line}: only stores/{homes[library]} knows {name}"
        for module in MODULES
        for name, line in module.imports.items()
        if (library := name.partition(".")[0]) in homes and room_of(module.name) != homes[library]
    ]

    assert wrong == []


def test_no_sql_is_recognised_and_no_store_passes_for_another() -> None:
    wrong = [
        f"{module.place}: {name}"
        for module in MODULES
        if room_of(module.name) in ("tables", "clients", "jsonl", "postgres")
        for name in ("typing.cast", "re")
        if name in module.imports and (name, module.place) not in TEXTS_OF_PEOPLE
    ] + [
        f"{module.place}: a type that is ignored"
        for module in MODULES
        if room_of(module.name) in ("tables", "clients", "jsonl", "postgres")
        and "type: ignore" in module.path.read_text("utf-8")
    ]

    assert wrong == []


def test_each_layer_keeps_to_its_libraries() -> None:
    wrong = [
        f"{module.place}:{line}: {layer_of(module.name)} must not know {name}"
        for module in MODULES
        for name, line in module.imports.items()
        if not layer_of(name)
        and name.partition(".")[0] != "trafftpkg"
        and not is_standard(name)
        and name.partition(".")[0] not in LIBRARIES[layer_of(module.name)]
    ]

    assert wrong == []


def test_pydantic_stays_where_yaml_comes_in() -> None:
    wrong = [
        module.place
        for module in MODULES
        if not module.name.startswith("trafftpkg.stores.catalogue")
        and any(name.startswith(("pydantic", "yaml")) for name in module.imports)
    ]

    assert wrong == []


def test_no_module_needs_itself_to_be_imported() -> None:
    needs = {module.name: _own(module) for module in MODULES}

    in_a_circle = {name for name in needs if name in _needed(name, needs)}

    assert {name: sorted(needs[name] & in_a_circle) for name in sorted(in_a_circle)} == {}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_every_public_name_is_explained(module: Module) -> None:
    nameless = [] if ast.get_docstring(module.tree) else [f"{module.place}: the module"]
    nameless += [
        f"{module.place}:{node.lineno}: {node.name}"
        for node, owner in _public(module.tree)
        if not ast.get_docstring(node)
        and not _is_overload(node)
        and not (owner and _explained_elsewhere(node.name, owner))
    ]

    assert nameless == []


def test_no_file_is_longer_than_a_person_reads_in_one_go() -> None:
    assert [f"{module.place}: {module.lines()} lines" for module in MODULES if module.lines() > 300] == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{module.place}:{node.lineno}: {node.name}"
        for module in MODULES
        for node in module.definitions()
        if not isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.body[0].lineno > 45
    ]

    assert long == []


def test_one_idea_has_one_word() -> None:
    wrong = [
        f"{module.place}:{line}: {name}: the word here is {MANY_WORDS_FOR_ONE_IDEA[word]}"
        for module in MODULES
        for name, line in module.names_given()
        for word in _words(name)
        if word in MANY_WORDS_FOR_ONE_IDEA
    ]

    assert wrong == []


def test_one_public_class_has_one_name() -> None:
    assert twice_named(MODULES) == []


def test_a_name_that_was_dropped_does_not_come_back() -> None:
    wrong = [
        f"{module.place}:{node.lineno}: {node.name} is called {DROPPED_NAMES[node.name]}"
        for module in MODULES
        for node in module.definitions()
        if node.name in DROPPED_NAMES
    ]

    assert wrong == []


def test_as_of_is_a_moment_and_nothing_else() -> None:
    wrong = [
        f"{module.place}:{number}: {line.strip()}"
        for module in MODULES
        for number, line in enumerate(module.path.read_text("utf-8").splitlines(), 1)
        if "as of `" in line.lower()
    ]

    assert wrong == []


def test_one_place_reads_the_clock() -> None:
    readers = {module.name for module in MODULES for node in ast.walk(module.tree) if _reads_the_clock(node)}

    assert readers <= {"trafftpkg.bootstrap"}


def test_nothing_below_the_edges_names_an_option() -> None:
    wrong = [
        f"{module.place}:{line}: {text!r}"
        for module in MODULES
        if layer_of(module.name) in BELOW_THE_EDGES
        for line, text in _texts(module.tree)
        if re.search(r"(?:^|\s)--[a-z]", text)
    ]

    assert wrong == []


def test_nothing_below_the_edges_speaks_to_a_person() -> None:
    wrong = [
        f"{module.place}:{line}: {text!r}"
        for module in MODULES
        if layer_of(module.name) in BELOW_THE_EDGES and not module.name.startswith(WHAT_A_CHECK_FINDS)
        for line, text in _texts(module.tree)
        if _is_prose(text)
    ]

    assert wrong == []


def test_nothing_is_left_to_be_done() -> None:
    wrong = [
        f"{module.place}:{number}: {line.strip()}"
        for module in MODULES
        for number, line in enumerate(module.path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", line)
    ]

    assert wrong == []


def _texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module, with their lines: no docstring, type, list of names, or defect."""
    left_out = {
        id(part) for node in ast.walk(tree) for top in _beside_the_point(node) for part in ast.walk(top)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.lineno, node.value


def _beside_the_point(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node
        case ast.AnnAssign(annotation=kind) | ast.arg(annotation=kind) if kind:
            yield kind
        case ast.FunctionDef(returns=kind) if kind:
            yield kind
        case ast.Assert(msg=told) if told:
            yield told
        case ast.Call(func=ast.Attribute(attr="split", value=names)):
            yield names
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in NOT_FOR_PEOPLE:
            yield node


def _is_prose(text: str) -> bool:
    """Words, one of them small, that no database would read."""
    words = {word.strip(",.;:").lower() for word in text.split()}
    return len(words) > 1 and bool(SMALL_WORDS & words) and not re.search(r"[A-Z]{2,}|%\(|\(seq ", text)


def _own(module: Module) -> set[str]:
    """The modules of the program that a module imports; a package counts only where it is named itself."""
    candidates = {candidate for name in module.imports for candidate in (name, name.rpartition(".")[0])}
    return (candidates & NAMES) - {module.name, "trafftpkg"}


def _needed(name: str, needs: dict[str, set[str]]) -> set[str]:
    """The modules that a module needs, and those that they need in turn."""
    found: set[str] = set()
    rest = set(needs[name])
    while rest:
        found |= rest
        rest = set().union(*(needs[each] for each in rest)) - found
    return found


def _public(
    tree: ast.AST, owner: ast.ClassDef | None = None
) -> Iterator[tuple[ast.FunctionDef | ast.ClassDef, ast.ClassDef | None]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node, owner
            if isinstance(node, ast.ClassDef):
                yield from _public(node, node)


def _explained_elsewhere(method: str, owner: ast.ClassDef) -> bool:
    """A method is explained where it is first declared: in a port, or in a base of its class."""
    ports = (each for each in CLASSES.values() if _bases(each) & {"Protocol"})
    return any(_explains(port, method) for port in ports) or any(
        _explains(CLASSES[base], method) if base in CLASSES else base not in BARE_BASES
        for base in _bases(owner)
    )


def _is_overload(node: ast.AST) -> bool:
    """One of several signatures of what is explained once, where it is defined."""
    names = [ast.unparse(each) for each in getattr(node, "decorator_list", ())]
    return names == ["overload"]


def _explains(declared: ast.ClassDef, method: str) -> bool:
    here = (node for node in declared.body if isinstance(node, ast.FunctionDef) and node.name == method)
    return any(ast.get_docstring(node) for node in here) or any(
        _explains(CLASSES[base], method) for base in _bases(declared) if base in CLASSES
    )


def _bases(declared: ast.ClassDef) -> set[str]:
    return {ast.unparse(base).partition("[")[0] for base in declared.bases}


def _words(name: str) -> list[str]:
    """The `nothing`, `to`, `redeem` of NothingToRedeem and of nothing_to_redeem."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def _reads_the_clock(node: ast.AST) -> bool:
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="datetime" | "date"), attr="now" | "utcnow" | "today")
        ):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="time"), attr="time" | "time_ns")):
            return True
        case _:
            return False
