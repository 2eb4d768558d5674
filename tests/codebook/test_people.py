"""The reviewed files of office-holders, international bodies and armed groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

import dragoman.codebook
from dragoman.codebook.shapes import ActorEntry, ActorFile, Role

DATA = Path(dragoman.codebook.__file__).parent / "data"
FOLDERS = ("people", "bodies", "groups")
FILES = [path for folder in FOLDERS for path in sorted((DATA / folder).glob("*.toml"))]
SINGLE_OFFICES = ("head-of-state", "head-of-government", "foreign-minister", "defence-minister")
SECTORS = frozenset(
    {"GOV", "MIL", "REB", "OPP", "PRM", "PTY", "CRM", "SOC", "COP"} | {"LEG", "JUD", "SPY", "DEV", "AGR", "EDU", "REF"}
)
# The Commission and the European Council have a president each, so offices of the kind "leader" may overlap.


def actors_in(folder: str) -> list[ActorEntry]:
    return [actor for path in FILES if path.parent.name == folder for actor in decode(path).actor]


def decode(path: Path) -> ActorFile:
    return msgspec.toml.decode(path.read_bytes(), type=ActorFile)


def overlapping(roles: list[Role]) -> list[tuple[str, str]]:
    """Pairs of persons whose terms share more than the day of the handover."""
    ordered = sorted(roles, key=lambda role: (role.since, role.until or date.max))
    return [(a.person, b.person) for a, b in pairwise(ordered) if (a.until or date.max) > b.since]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_file_decodes_strictly_and_each_term_is_sound(path: Path) -> None:
    for actor in decode(path).actor:
        for role in actor.roles:
            assert role.source.strip(), (actor.code, role.person)
            assert role.person not in role.also, (actor.code, role.person)
            assert len(set(role.also)) == len(role.also), (actor.code, role.person)
            assert role.until is None or role.since <= role.until, (actor.code, role.person)
            assert role.since.year > 1900 and (role.until is None or role.until <= date(2026, 11, 30))
        for office in SINGLE_OFFICES:
            clashes = overlapping([role for role in actor.roles if role.office == office])
            assert clashes == [], (actor.code, office)


def test_overlapping_is_found_and_a_handover_day_is_none() -> None:
    first = Role(office="head-of-state", person="A", since=date(2000, 1, 1), until=date(2004, 1, 1))
    meets = Role(office="head-of-state", person="B", since=date(2004, 1, 1))
    early = Role(office="head-of-state", person="C", since=date(2003, 12, 31))
    assert overlapping([meets, first]) == []
    assert overlapping([early, first]) == [("A", "C")]


def test_people_files_are_named_by_their_state() -> None:
    for path in FILES:
        if path.parent.name == "people":
            (actor,) = decode(path).actor
            assert actor.code == path.stem and len(path.stem) == 3
            assert actor.roles


def test_enough_is_covered() -> None:
    assert len(actors_in("people")) >= 30
    assert sum(len(actor.roles) for actor in actors_in("people")) >= 600
    assert len(actors_in("bodies")) >= 60
    assert len(actors_in("groups")) >= 80


def test_codes_of_bodies_and_groups_are_unique_and_well_formed() -> None:
    actors = actors_in("bodies") + actors_in("groups")
    assert [code for code, n in Counter(actor.code for actor in actors).items() if n > 1] == []
    for actor in actors:
        if actor.kind in ("body", "ngo"):
            assert actor.code.split(":")[0] == {"body": "IGO", "ngo": "NGO"}[actor.kind]
        elif "." in actor.code:
            assert actor.code.rsplit(".", 1)[1] in SECTORS, actor.code
        assert all(organ.sector in SECTORS for organ in actor.organs), actor.code
        assert actor.code == actor.code.upper() and " " not in actor.code


def test_a_strong_name_means_one_actor_at_any_time() -> None:
    owners: dict[str, list[ActorEntry]] = defaultdict(list)
    for actor in actors_in("bodies") + actors_in("groups"):
        for name in {*actor.names, *(name for organ in actor.organs for name in organ.names)}:
            owners[name].append(actor)
    for name, found in owners.items():
        ordered = sorted(found, key=lambda actor: actor.since or date.min)
        for a, b in pairwise(ordered):
            assert (a.until or date.max) < (b.since or date.min), (name, a.code, b.code)


def test_no_name_is_both_strong_and_weak() -> None:
    for folder in FOLDERS:
        for actor in actors_in(folder):
            assert not set(actor.names) & set(actor.weak), actor.code


def test_parents_and_members_are_states_or_known_actors() -> None:
    known = {actor.code for actor in actors_in("bodies") + actors_in("groups")}
    for actor in actors_in("bodies") + actors_in("groups"):
        for code in ({actor.parent} if actor.parent else set()) | set(actor.members) | set(actor.claimed_by):
            assert code in known or (len(code) == 3 and code.isupper()), (actor.code, code)


@pytest.mark.parametrize(
    ("code", "office", "day", "person"),
    [
        ("ARM", "head-of-government", date(2018, 4, 20), "Serzh Sargsyan"),
        ("ARM", "foreign-minister", date(2020, 10, 1), "Zohrab Mnatsakanyan"),
        ("UKR", "head-of-state", date(2022, 2, 24), "Volodymyr Zelensky"),
        ("USA", "foreign-minister", date(2022, 9, 15), "Antony Blinken"),
        ("ISR", "head-of-government", date(2022, 8, 1), "Yair Lapid"),
        ("SYR", "head-of-state", date(2016, 1, 1), "Bashar al-Assad"),
        ("AFG", "head-of-state", date(2021, 8, 1), "Ashraf Ghani"),
        ("SDN", "head-of-state", date(2023, 4, 15), "Abdel Fattah al-Burhan"),
    ],
)
def test_who_held_an_office_on_a_day(code: str, office: str, day: date, person: str) -> None:
    (actor,) = (actor for actor in actors_in("people") if actor.code == code)
    holders = [r.person for r in actor.roles if r.office == office and r.since <= day <= (r.until or date.max)]
    assert holders == [person]


def test_a_spelling_means_one_person() -> None:
    persons: dict[str, set[str]] = defaultdict(set)
    for folder in FOLDERS:
        for actor in actors_in(folder):
            for role in actor.roles:
                for spelling in (role.person, *role.also):
                    persons[spelling].add(role.person)
    assert {spelling: names for spelling, names in persons.items() if len(names) > 1} == {}
