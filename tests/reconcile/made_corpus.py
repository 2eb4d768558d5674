"""A made-up corpus: many reports of a few happenings, with copies and judgements, from a source of chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from made_claims import claim, days, toll
from msgspec.structs import replace

from dragoman.model.claim import Claim
from dragoman.model.corpus import Judgement, Told
from dragoman.model.grouped import Copy
from dragoman.model.keys import content_key
from dragoman.model.world import Place
from dragoman.reconcile.candidates import blocks

FIRST = date(2024, 3, 4)
TOWNS = {"Brae": (40.0, 45.0), "Harrow": (40.05, 45.02), "Marrow": (41.5, 46.0), "Tarn": (39.0, 44.0)}
PAIRS = (("ARM", "AZE"), ("AZE", "ARM"), ("SYR", "SYR.REB"), ("ARM", "AZE.CVL"))
TYPES = ("ASSAULT", "ASSAULT", "ASSAULT", "CONSULT", "AGREE", "RETREAT", "COERCE", "ACCUSE")


def place(name: str, *, at: int = 0) -> Place:
    lat, lon = TOWNS.get(name, (None, None))
    return Place((at, at + 1), name, lat, lon)


def told(
    made: Claim, document: str = "a", published: str | date | None = "2024-03-05", *, outlets: Sequence[str] = (),
    sentence: str = "", carrier: str | None = None, words: str = "",
) -> Told:  # fmt: skip
    """A claim told in a document; its key follows from both."""
    day = date.fromisoformat(published) if isinstance(published, str) else published
    own = replace(made, key=content_key("made", document, made.key))
    return Told(own, document, day, tuple(outlets), sentence or content_key(document, made.span), carrier, words)


def happening(chance: random.Random, at: int, published: date) -> Claim:
    type_ = chance.choice(TYPES)
    who, whom = chance.choice(PAIRS)
    joint = type_ in {"CONSULT", "AGREE"}
    said = chance.random() < 0.5
    day = published - timedelta(days=chance.choice((0, 1, 1, 2)))
    when = days(day.isoformat()) if said else days((published - timedelta(1)).isoformat(), published.isoformat(), said=False)
    if chance.random() < 0.08:
        when = days(published.replace(day=1).isoformat(), published.replace(day=28).isoformat(), grain="month")
    towns = chance.sample(sorted(TOWNS), chance.choice((0, 1, 1, 2)))
    return claim(
        at,
        type_,
        who=f"{who} {whom}" if joint else who if chance.random() < 0.8 else "",
        whom="" if joint else whom if chance.random() < 0.7 else "",
        says=chance.choice(("narrator", "narrator", "ARM", "AZE", "SYR.REB")),
        mode=chance.choice((None, None, "firearms", "heavy-weapons")) if type_ == "ASSAULT" else None,
        stance="denies" if chance.random() < 0.15 else "asserts",
        reality="planned" if chance.random() < 0.05 else "actual",
        background=chance.random() < 0.1,
        date=when if chance.random() < 0.95 else None,
        places=tuple(place(name, at=at) for name in towns),
        casualties=(toll("killed", chance.choice((1, 2, 13)), None, whom),) if type_ == "ASSAULT" and chance.random() < 0.4 else (),
    )


def corpus(chance: random.Random, documents: int = 12, most: int = 5) -> tuple[list[Told], list[Copy]]:
    """Reports of some ten days, every fifth of them a copy of an earlier one but for a claim."""
    made: dict[str, list[Told]] = {}
    copies = []
    for number in range(documents):
        name, published = f"d{number}", FIRST + timedelta(days=chance.randrange(8))
        if made and chance.random() < 0.2:
            original = chance.choice(sorted(set(made) - {c.document for c in copies}))
            lines = made[original][: max(1, len(made[original]) - 1)]
            made[name] = [
                replace(one, claim=replace(one.claim, key=content_key(name, one.claim.key)), document=name, published=published)
                for one in lines
            ]
            copies.append(Copy(name, original, 0.8))
            continue
        claims = [happening(chance, 50 + 200 * i, published) for i in range(chance.randint(1, most))]
        made[name] = [told(one, name, published) for one in claims]
    return [one for name in sorted(made) for one in made[name]], copies


def judgements(chance: random.Random, claims: Sequence[Told], count: int = 3) -> list[Judgement]:
    """Decisions about claims of the corpus, some of which contradict or take back others."""
    keys = sorted(one.claim.key for one in claims)
    found: list[Judgement] = []
    for number in range(count):
        made, verdict = datetime(2024, 4, 1, number, tzinfo=UTC), chance.choice(("same", "different", "correct", "background", "undo"))
        picked = tuple(chance.sample(keys, min(len(keys), 2)))
        if verdict in {"same", "different"}:
            found.append(Judgement(f"j{number}", verdict, picked, "ana", made))  # type: ignore[arg-type]  # two of the verdicts
        elif verdict == "background":
            found.append(Judgement(f"j{number}", "background", picked[:1], "ana", made))
        elif verdict == "undo" and found:
            found.append(Judgement(f"j{number}", "accept", picked[:1], "ana", made, undoes=chance.choice(found).key))
        else:
            field, value = chance.choice((("date", '"2024-03-06"'), ("actors", '["AZE.MIL"]'), ("places", '["Tarn"]')))
            found.append(Judgement(f"j{number}", "correct", picked[:1], "ana", made, field, value))
    return found


def fetching(claims: Iterable[Told]) -> Callable[[Sequence[int]], list[Told]]:
    """A store of claims that gives those of blocks, the last ones first."""
    stored = [(frozenset(blocks(one)), one) for one in claims]
    return lambda wanted: [one for numbers, one in reversed(stored) if not numbers.isdisjoint(wanted)]
