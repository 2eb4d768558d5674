"""Incidents and commitments out of a store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus_store import ACCUSE, SOTK, Corpus, days_after, when
from dragoman.analyse.incidents import Sort, find_case, list_commitments, list_incidents
from dragoman.analyse.selection import Selection
from dragoman.errors import InputError
from dragoman.model.claim import Claim
from dragoman.model.grouped import Followed, Reprint
from dragoman.model.incident import Breach
from dragoman.store.lake import Snapshot

TEXT = "Shells fell on Sotk. The town was shelled. The ministry accused its neighbour. They met."


class Made:
    """Three incidents, a lone claim, a reprint, two commitments."""

    def __init__(self, folder: Path) -> None:
        corpus = Corpus()
        first, second = corpus.document(TEXT), corpus.document(TEXT + " More.", "Eastern Post", days_after(1))
        copy = corpus.document(TEXT + " Copied.", "Copying Post", days_after(2))
        corpus.carrier(first, "Southern Post", days_after(-1))
        self.shells = [corpus.claim(one, "Shells fell", ["AZE"], ["ARM"], places=(SOTK,)) for one in (first, second)]
        self.reprint = corpus.claim(copy, "Shells fell", ["AZE"], ["ARM"])
        corpus.reprints.append(Reprint(self.reprint.key, self.shells[0].key))
        self.later = corpus.claim(first, "shelled", ["ARM"], ["AZE"], date=when(days_after(5)))
        self.history = corpus.claim(first, "town", ["AZE"], ["ARM"], background=True)
        self.lone = corpus.claim(first, "accused", ["ARM.GOV"], ["AZE"], ACCUSE)
        corpus.incident(self.shells, "contested")
        corpus.incident([self.later])
        corpus.incident([self.history], "one-sided", background=True)
        key = self.shells[0].key
        corpus.commitments += [
            Followed("a" * 32, (key,), ("ARM.GOV", "AZE"), (), "ceasefire", days_after(1), None, "made", "nobody says more"),
            Followed("b" * 32, (key,), ("TUR",), (), "no use of force", None, None, "kept", "it holds", (self.later.key,)),
            Followed(
                "c" * 32, (key,), ("ARM", "AZE"), (), "truce", days_after(0), None, "breach alleged", "", (),
                (Breach(self.later.key, "AZE"),),
            ),
        ]  # fmt: skip
        self.snapshot: Snapshot = corpus.save(folder / "store").snapshot()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("incidents"))


@pytest.mark.parametrize(("sort", "statuses"), [
    ("status", ["contested", "uncontested"]), ("day", ["uncontested", "contested"]), ("texts", ["contested", "uncontested"]),
    ("claims", ["contested", "uncontested"]),
])  # fmt: skip
def test_a_list_in_each_order(made: Made, sort: Sort, statuses: list[str]) -> None:
    found = list_incidents(made.snapshot, Selection(), sort)

    assert [one.status for one in found.listed] == statuses
    assert found.total == 2


def test_a_line_says_what_who_where_when_and_how_often(made: Made) -> None:
    one = list_incidents(made.snapshot, Selection(statuses=("contested",))).listed[0]

    assert (one.type, one.parties, one.places, one.texts, one.claims) == ("ASSAULT", ("ARM", "AZE"), ("Sotk",), 2, 2)
    assert one.claim in {claim.key for claim in made.shells}
    assert (one.first, one.last) == (days_after(0), days_after(0))


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (Selection(background=True), 3), (Selection(since=days_after(1)), 1), (Selection(until=days_after(1)), 1),
        (Selection(dyad=("AZE", "ARM")), 2), (Selection(dyad=("AZE", "TUR")), 0), (Selection(types=("CONSULT",)), 0),
    ],
)  # fmt: skip
def test_filters(made: Made, selection: Selection, count: int) -> None:
    found = list_incidents(made.snapshot, selection)

    assert len(found.listed) == found.total == count


def test_a_list_says_how_many_there_are_beyond_it(made: Made) -> None:
    found = list_incidents(made.snapshot, Selection(background=True), most=1)

    assert (len(found.listed), found.total) == (1, 3)


@pytest.mark.parametrize(
    "key",
    [
        lambda made: made.shells[0].key, lambda made: made.shells[1].key[:8], lambda made: made.reprint.key,
        lambda made: made.shells[0].key.upper()[:12],
    ],
)  # fmt: skip
def test_an_incident_is_found_by_any_of_its_claims(made: Made, key: Callable[[Made], str]) -> None:
    case = find_case(made.snapshot, key(made))

    assert case.happened is not None
    assert {claim.key for claim in case.claims} == {claim.key for claim in made.shells}
    assert {case.documents[case.owners[claim.key]].text for claim in case.claims} == {TEXT, TEXT + " More."}
    printed = {key: [carrier.outlet for carrier in some] for key, some in case.printings.items()}
    # the earliest printing first, those of the reprint among them
    assert printed == {made.shells[0].key: ["Southern Post", "Northern Post", "Copying Post"], made.shells[1].key: ["Eastern Post"]}


def test_an_incident_is_found_by_its_own_key(made: Made) -> None:
    case = find_case(made.snapshot, made.shells[0].key)
    assert case.happened is not None

    assert find_case(made.snapshot, case.happened.incident.key) == case


def test_a_claim_that_stands_alone_is_shown_alone(made: Made) -> None:
    case = find_case(made.snapshot, made.lone.key)

    assert case.happened is None
    assert case.claims == (made.lone,)
    assert [carrier.outlet for carrier in case.printings[made.lone.key]] == ["Southern Post", "Northern Post"]


@pytest.mark.parametrize("key", ["", "12345", "xyzxyz", "0" * 33, "' OR 1=1", "%%%%%%"])
def test_what_is_no_key_is_refused(made: Made, key: str) -> None:
    with pytest.raises(InputError, match="not a key of a claim"):
        find_case(made.snapshot, key)


def test_an_unknown_key_is_refused(made: Made) -> None:
    with pytest.raises(InputError, match="no claim has a key that begins so"):
        find_case(made.snapshot, "0" * 31 + "a")


def test_a_beginning_that_several_incidents_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(["abcdef" + "0" * 26, "abcdef" + "1" * 26, "abcdef" + "2" * 26])
    corpus = Corpus()
    document = corpus.document(TEXT)
    plain = [corpus.claim(document, words, ["AZE"], ["ARM"]) for words in ("Shells fell", "shelled", "town")]
    renamed: list[Claim] = [_with_key(claim, next(keys)) for claim in plain]
    corpus.claims[:] = [(claim, document) for claim in renamed]
    corpus.incident(renamed[:2])
    corpus.incident(renamed[2:])
    snapshot = corpus.save(tmp_path / "store").snapshot()

    with pytest.raises(InputError, match=r"several incidents .*abcdef0000, abcdef1111, abcdef2222"):
        find_case(snapshot, "abcdef")
    case = find_case(snapshot, "abcdef1")
    assert {claim.key for claim in case.claims} == {claim.key for claim in renamed[:2]}


def test_commitments_with_breaches_come_first_and_name_the_words(made: Made) -> None:
    found = list_commitments(made.snapshot)

    assert [one.what for one in found.followed] == ["truce", "ceasefire", "no use of force"]
    passage = found.passages[made.later.key]
    assert (passage.words, passage.outlet, passage.first) == ("shelled", "Northern Post", days_after(5))
    assert [one.what for one in list_commitments(made.snapshot, "kept").followed] == ["no use of force"]
    assert [one.what for one in list_commitments(made.snapshot, party="ARM").followed] == ["truce", "ceasefire"]
    assert list_commitments(made.snapshot, "lapsed").followed == ()


def _with_key(claim: Claim, key: str) -> Claim:
    from msgspec.structs import replace

    return replace(claim, key=key)
