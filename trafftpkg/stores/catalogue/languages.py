"""Checks texts by language: each has the usual language, and only languages of the business."""

from collections.abc import Iterator

from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.model import Declared
from trafftpkg.stores.catalogue.problem import Problem, did_you_mean

_SENTENCES = ("description", "subject", "opening", "closing")
WORDED = ("name", "category", *_SENTENCES)
"""The fields that may have a text for each language."""


def in_languages(declared: Declared, field: str) -> dict[str, str]:
    """Return the texts of a field by language. Empty if it is one text for all."""
    # Not the attribute: a broken field is reported by itself.
    text = declared.__dict__.get(field)
    return text if isinstance(text, dict) else {}


def language_problems(declared: Declared, known: CrossReferences) -> Iterator[Problem]:
    """Yield languages that the business does not have, and texts without the usual one."""
    if known.languages is None:
        return
    usual = known.languages[0]
    for field in WORDED:
        texts = in_languages(declared, field)
        strange = [each for each in texts if each not in known.languages]
        for language in strange:
            yield Problem(
                (field, language), "unknown_language", _unknown(language, known.languages), at_key=True
            )
        if texts and usual not in texts and not strange:
            problem = (
                f"needs a text in '{usual}', the usual language of the business. "
                f"Write it as {_form(known.languages)}"
            )
            yield Problem((field,), "usual_language_missing", problem)


def untranslated(declared: Declared, known: CrossReferences) -> Iterator[Problem]:
    """Yield the texts that lack a language of the business. A plain name or category is the same in all."""
    for field in WORDED:
        texts, languages = in_languages(declared, field), known.languages or ()
        plain = declared.__dict__.get(field) if field in _SENTENCES else None
        spoken = texts or (languages[:1] if plain else languages)
        lacking = [each for each in languages if each not in spoken]
        # A text without the usual language is an error already, and its advice names all languages.
        if lacking and not (texts and languages[0] in lacking):
            problem = f"has no text in {', '.join(map(repr, lacking))}. Write it as {_form(languages)}"
            yield Problem((field,), "language_missing", problem, "warning")


def _form(languages: tuple[str, ...]) -> str:
    return f"{{{', '.join(f'{each}: …' for each in languages)}}}"


def _unknown(language: str, languages: tuple[str, ...]) -> str:
    hint = did_you_mean(language, languages)
    return f"is not a language of the business{hint or '. Add it to languages in business.yaml'}"
