"""A value is a frozen standard dataclass: made by keyword, compared by its fields, and never changed."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

import trafftpkg.domain.value
from trafftpkg.domain.errors.naming import UnknownClientError
from trafftpkg.domain.value import Value, once, value


@value
class Room(Value):
    """A place with so many mats."""

    name: str
    mats: int = 8


@value
class Studio(Room):
    """A room with a mirror or without."""

    mirror: bool


@value
class Mat(Value):
    """What one lies on."""

    colour: str


@value
class Nothing(Value):
    """Without a fact."""


def test_a_value_is_a_dataclass_with_slots_whose_fields_the_standard_library_knows() -> None:
    assert is_dataclass(Studio)
    assert [each.name for each in fields(Studio)] == ["name", "mats", "mirror"]
    assert not hasattr(Room(name="Attic"), "__dict__")


def test_a_field_that_is_not_given_has_its_default() -> None:
    assert Room(name="Attic").mats == 8
    assert Studio(mirror=True, name="Attic", mats=9).mats == 9


def test_values_of_one_kind_are_equal_by_their_fields() -> None:
    assert Room(name="Attic") == Room(mats=8, name="Attic")
    assert Room(name="Attic") != Room(name="Attic", mats=9)
    assert len({Room(name="Attic"), Room(name="Attic"), Room(name="Cellar")}) == 2


def test_what_is_made_once_is_made_anew_of_an_equal_value() -> None:
    # 0 and 0.00 are equal, and print differently.
    shown = once(lambda room, mat: [room.mats, mat.colour])
    plain, same, red = Room(name="Attic", mats=1), Room(name="Attic", mats=True), Mat(colour="red")

    assert shown(plain, red) is shown(plain, red)
    assert shown(same, red)[0] is True
    assert shown(plain, Mat(colour="blue")) == [1, "blue"]


def test_what_is_made_once_is_never_that_of_a_value_that_is_gone() -> None:
    name_of = once(lambda room: room.name)

    assert [name_of(Room(name=f"Room {n}")) for n in range(20)] == [f"Room {n}" for n in range(20)]


def test_values_of_different_kinds_are_never_equal() -> None:
    assert Studio(name="Attic", mirror=True) != Room(name="Attic")


def test_no_field_of_a_value_is_set_or_taken_away() -> None:
    room = Room(name="Attic")
    with pytest.raises(FrozenInstanceError, match="mats"):
        room.mats = 9  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="mats"):
        del room.mats
    assert room == Room(name="Attic")


@pytest.mark.parametrize("replace", [dataclasses.replace, trafftpkg.domain.value.replace])
def test_another_value_is_made_with_replace(replace: Callable[..., Room]) -> None:
    room = Studio(name="Attic", mirror=True)

    assert replace(room, mats=9) == Studio(name="Attic", mirror=True, mats=9)
    assert room.mats == 8
    with pytest.raises(TypeError, match="height"):
        replace(room, height=3)


def test_a_value_may_have_one_field_or_none() -> None:
    assert trafftpkg.domain.value.replace(Mat(colour="red"), colour="blue") == Mat(colour="blue")
    assert Mat(colour="red") != Mat(colour="blue")
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())


def test_a_value_is_copied_and_sent_between_processes() -> None:
    room = Studio(name="Attic", mirror=False)
    assert copy.deepcopy(room) == pickle.loads(pickle.dumps(room)) == room


def test_a_value_shows_its_fields() -> None:
    assert repr(Room(name="Attic")) == "Room(name='Attic', mats=8)"


@pytest.mark.parametrize("kind", [Room, UnknownClientError])
def test_a_field_without_a_default_is_needed(kind: type) -> None:
    with pytest.raises(TypeError, match=f"{kind.__name__} needs (name|typed)"):
        kind()


@pytest.mark.parametrize("kind", [Room, UnknownClientError])
def test_a_field_that_does_not_exist_is_refused_by_its_name(kind: type) -> None:
    with pytest.raises(TypeError, match=f"{kind.__name__} has no height"):
        kind(name="Attic", typed="", height=3)


def test_an_errors_facts_are_its_fields() -> None:
    unknown = UnknownClientError(typed="anna")
    assert (unknown.typed, unknown.nearest) == ("anna", None)
    assert str(unknown) == "UnknownClientError(typed='anna', nearest=None)"
