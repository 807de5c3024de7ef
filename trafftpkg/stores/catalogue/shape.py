"""Checks that a file fits its model, and saves what is right of a file that does not."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from trafftpkg.domain.errors.naming import nearest
from trafftpkg.stores.catalogue.model import Declared
from trafftpkg.stores.catalogue.problem import Path, Problem
from trafftpkg.stores.catalogue.yaml_tree import Tree

Model = TypeVar("Model", bound=Declared)


def shaped(model: type[Model], tree: Tree, path: Path = ()) -> tuple[Model | None, list[Problem]]:
    """Return a mapping as its model, and its problems.

    If there are problems, the model has the fields that are right, and raises `FieldBrokenError` for the
    others. None if it is not a mapping.
    """
    # Not `model_validate`: checking its own options takes as long as a small mapping.
    validate = model.__pydantic_validator__.validate_python
    with suppress(ValidationError):
        return validate(tree), []
    # Few files have keys without a value, so these are looked for only if something is wrong.
    tree = _without_nothing(model, tree)
    try:
        return validate(tree), []
    except ValidationError as error:
        problems = _problems_of(error, model)
    return _salvaged(model, tree), [problem.below(*path) for problem in problems]


def _without_nothing(model: type[Declared], tree: Tree) -> Tree:
    """Return a mapping without the keys that have no value and count as left out."""
    if isinstance(tree, list):
        return [_without_nothing(model, each) for each in tree]
    if not isinstance(tree, dict):
        return tree
    kept: dict[str, Tree] = {}
    fields = model.by_key()
    for key, value in tree.items():
        if value is None and model.may_be_nothing(key):
            continue
        inner = _model_in(fields[key].annotation) if key in fields else None
        kept[key] = _without_nothing(inner, value) if inner else value
    return kept


def _problems_of(error: ValidationError, model: type[Declared]) -> list[Problem]:
    details = error.errors(include_url=False)
    meant = {
        (*each["loc"][:-1], near)
        for each in details
        if each["type"] == "extra_forbidden" and (near := _known_key_like(model, each["loc"]))
    }
    return [
        _problem(each, model)
        for each in details
        # A misspelt key explains why the right one is missing.
        if each["type"] != "missing" or each["loc"] not in meant
    ]


def _problem(error: ErrorDetails, model: type[Declared]) -> Problem:
    path, kind = error["loc"], error["type"]
    if path[-1:] == ("[key]",):
        return Problem(path[:-1], kind, error["msg"], at_key=True)
    if kind == "extra_forbidden":
        hint = _hint(_known_key_like(model, path), path, error["input"])
        return Problem(path, "unknown_key", f"is not a known key here{hint}", at_key=True)
    if error["input"] is None:
        return Problem(path, "nothing_given", "needs a value" if kind not in _OURS else error["msg"])
    if kind == "model_type":
        return Problem(path, *_wrong_mapping(error, _only_needed(model, path)))
    words = _WORDS.get(kind)
    return Problem(path, *words(error)) if words else Problem(path, kind, error["msg"])


def _wrong_mapping(error: ErrorDetails, key: str | None = None) -> tuple[str, str]:
    given = error["input"]
    example = (
        f". Write it as {{{key}: {given}}}" if key and isinstance(given, str) and len(given) < 40 else ""
    )
    return "not_a_mapping", f"must have keys and values, not be {_kind_of(given)}{example}"


def _only_needed(model: type[Declared], path: Path) -> str | None:
    """Return the one key that a mapping at `path` needs; none where it needs several, or none at all."""
    holder = _model_at(model, path)
    needed = [key for key, field in holder.by_key().items() if field.is_required()] if holder else []
    return needed[0] if len(needed) == 1 else None


def _wrong_list(error: ErrorDetails) -> tuple[str, str]:
    given = error["input"]
    example = f". Write it as [{given}]" if isinstance(given, str) and len(given) < 40 else ""
    return "not_a_list", f"must be a list, not {_kind_of(given)}{example}"


def _wrong_choice(error: ErrorDetails) -> tuple[str, str]:
    given, choices = error["input"], error.get("ctx", {})["expected"].replace("'", "")
    if not isinstance(given, str):
        return "not_text", f"must be one value, not {_kind_of(given)}"
    return "not_one_of", f"'{given}' must be {choices}"


def _kind_of(given: object) -> str:
    if isinstance(given, dict):
        return "a mapping"
    return "a list" if isinstance(given, list) else "a single value"


_OURS = frozenset(["nothing_given"])
_WORDS: dict[str, Callable[[ErrorDetails], tuple[str, str]]] = {
    "missing": lambda _: ("missing", "is missing"),
    "dict_type": _wrong_mapping,
    "list_type": _wrong_list,
    "literal_error": _wrong_choice,
    "too_short": lambda _: ("too_few", "must not be empty"),
    "less_than_equal": lambda error: ("out_of_range", f"must be at most {error.get('ctx', {})['le']}"),
}


def _known_key_like(model: type[Declared], path: Path) -> str | None:
    """Return the known key that an unknown key at `path` probably means."""
    holder = _model_at(model, path[:-1])
    return nearest(str(path[-1]), holder.by_key()) if holder else None


def _hint(near: str | None, path: Path, given: object) -> str:
    """Return what an unknown key may be: the rest of a value that a comma cuts looks like a key, too."""
    if near:
        return f". Did you mean '{near}'?"
    if given is not None:
        return ""
    if str(path[-1]).isdigit():
        return ". Write decimals with a point, for example 480.00"
    return ". Put a text in quotes if it holds ', '"


def _model_at(model: type[Declared], path: Path) -> type[Declared] | None:
    for step in path:
        if isinstance(step, int):
            continue
        field = model.by_key().get(step)
        inner = None if field is None else _model_in(field.annotation)
        if inner is None:
            return None
        model = inner
    return model


def _model_in(annotation: Any) -> type[Declared] | None:
    """Return the model of a field: alone, in a list, or optional."""
    if isinstance(annotation, type) and issubclass(annotation, Declared):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _salvaged(model: type[Model], tree: Tree) -> Model | None:
    """Return only the fields that are right."""
    if not isinstance(tree, dict):
        return None
    keys = model.by_key()
    misspelt = {nearest(key, keys) for key in tree if key not in keys}
    right: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        given = tree.get(key)
        if given is None and (field.is_required() or key in misspelt):
            continue
        for value in _value_of(model, name, field.default if given is None else given):
            right[name] = value
    partial = model.model_construct()
    partial.__dict__.clear()
    partial.__dict__.update(right)
    return partial


def _value_of(model: type[Declared], name: str, given: Any) -> Iterator[Any]:
    """Yield the value of one field, with only the right fields of its mappings, or nothing."""
    if given is None:
        yield None
        return
    alone = model.model_construct()
    try:
        model.__pydantic_validator__.validate_assignment(alone, name, given)
        yield alone.__dict__[name]
    except ValidationError:
        annotation = model.model_fields[name].annotation
        inner, several = _model_in(annotation), _holds_list(annotation)
        if inner and isinstance(given, dict) and not several:
            yield _salvaged(inner, given)
        elif inner and isinstance(given, list) and several and all(isinstance(each, dict) for each in given):
            yield [_salvaged(inner, each) for each in given]


def _holds_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(map(_holds_list, get_args(annotation)))
