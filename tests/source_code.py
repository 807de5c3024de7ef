"""The program's own source as a tree: its modules, what they import, and what they define."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "trafftpkg"
GUIDE = PACKAGE / "guide"

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, kw_only=True)
class Module:
    """One file of the program. `name` is dotted: `trafftpkg.domain.ids`."""

    name: str
    path: Path

    @property
    def place(self) -> str:
        """Where it lies, as a person would click on it."""
        return str(self.path.relative_to(ROOT))

    @cached_property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return ast.parse(self.path.read_text("utf-8"), self.path)

    @cached_property
    def imports(self) -> dict[str, int]:
        """Every name imported, anywhere in the file, with its line; `from a import b` gives `a.b`."""
        found: dict[str, int] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                found.update(
                    (f"{'.' * node.level}{node.module}.{alias.name}", node.lineno) for alias in node.names
                )
        return found

    def lines(self) -> int:
        """Return how long the file is."""
        return len(self.path.read_text("utf-8").splitlines())

    def definitions(self) -> Iterator[Definition]:
        """Yield every function and class, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Definition))

    def names_given(self) -> Iterator[tuple[str, int]]:
        """Yield the names that the file itself makes up, with their lines: not those it uses of others."""
        for node in ast.walk(self.tree):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    yield name, node.lineno
                case ast.arg(arg=name):
                    yield name, node.lineno
                case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                    yield name, node.lineno
                case _:
                    pass


def modules() -> list[Module]:
    """Return the modules of the program by name."""
    return [Module(name=_dotted(path), path=path) for path in sorted(PACKAGE.rglob("*.py"))]


def layer_of(name: str) -> str:
    """Return the `domain` of `trafftpkg.domain.ids`; what is no part of the program has the layer ''."""
    first, _, rest = name.partition(".")
    return rest.partition(".")[0] if first == PACKAGE.name else ""


def room_of(name: str) -> str:
    """Return the `tables` of `trafftpkg.stores.tables.fold`; what is in none has the room ''."""
    return name.split(".")[2] if layer_of(name) == "stores" and name.count(".") > 1 else ""


def is_standard(name: str) -> bool:
    """Return whether a dotted name belongs to the standard library."""
    return name.partition(".")[0] in sys.stdlib_module_names


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
