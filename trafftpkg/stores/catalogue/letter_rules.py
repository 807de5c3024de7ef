"""Checks what letters say in the business's own words: their languages, and what they ask to be filled in."""

from collections.abc import Iterator

from trafftpkg.domain.letters import PLACEHOLDERS, LetterKind, strange_placeholders
from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.languages import language_problems
from trafftpkg.stores.catalogue.problem import Path, Problem, did_you_mean
from trafftpkg.stores.catalogue.schema import Letter


def letter_problems(letter: Letter, kind: LetterKind, known: CrossReferences) -> Iterator[Problem]:
    """Yield the problems in letters of one kind."""
    yield from language_problems(letter, known)
    for path, text in _texts_of(letter):
        for strange in strange_placeholders(text, kind):
            yield Problem(path, "unknown_placeholder", _problem(strange, kind))


def _texts_of(letter: Letter) -> Iterator[tuple[Path, str]]:
    for field, text in letter.__dict__.items():
        if isinstance(text, dict):
            yield from (((field, language), said) for language, said in text.items())
        elif text:
            yield (field,), text


def _problem(strange: str, kind: LetterKind) -> str:
    known = PLACEHOLDERS[kind]
    hint = did_you_mean(strange.strip("{ }"), known) or f". It knows {', '.join(map('{{{}}}'.format, known))}"
    if len(strange) == 1:
        return f"has a '{strange}' by itself. Braces enclose what is filled in, as {{client}}"
    return f"asks for {strange}, which a letter of this kind cannot fill in{hint}"
