"""Series on stores made by hand: what counts, how often, where in time, and what is left out and said to be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus_store import ACCUSE, AID, CONSULT, DAY, Corpus, actor, days_after, when
from dragoman.analyse.selection import Selection
from dragoman.analyse.series import Period, Series, dyad_series
from dragoman.model.event import Plover
from dragoman.model.grouped import Reprint
from dragoman.store.lake import Lake

TEXT = "Shells fell on the town. Its neighbour shelled the town, it said. Talks were held."


def series(corpus: Corpus, path: Path, by: Period = "day", one: str = "ARM") -> Series:
    return dyad_series(corpus.save(path).snapshot().query, one, "AZE", by)


def told(found: Series) -> list[tuple[str, str, tuple[int, ...], tuple[int, ...], float]]:
    return [(step.period.isoformat(), step.source, step.asserted, step.contested, step.score) for step in found.steps]


def test_an_act_counts_once_however_many_tell_it(tmp_path: Path) -> None:
    corpus = Corpus()
    claims = []
    for number in range(3):
        document = corpus.document(f"{TEXT} Report {number}.")
        claims.append(corpus.claim(document, "Shells fell", ["AZE.MIL"], ["ARM"]))
    corpus.incident(claims)

    found = series(corpus, tmp_path / "store")

    assert told(found) == [("2022-09-13", "AZE", (0, 0, 0, 1), (0, 0, 0, 0), -9.5)]
    assert found.left_out == {}


def test_reprints_denials_background_and_what_plover_drops_are_left_out_and_counted(tmp_path: Path) -> None:
    corpus = Corpus()
    document, copy = corpus.document(TEXT), corpus.document(TEXT + " Copied.")
    first = corpus.claim(document, "Shells fell", ["AZE"], ["ARM"])
    again = corpus.claim(copy, "Shells fell", ["AZE"], ["ARM"])
    denied = corpus.claim(document, "shelled the town", ["AZE"], ["ARM"], voice="AZE.MIL", stance="denies")
    corpus.claim(document, "town", ["AZE"], ["ARM"], plover=None, reality="hypothetical")
    corpus.claim(document, "Talks", ["ARM", "AZE"], plover=CONSULT, background=True)
    corpus.incident([first, denied])
    corpus.reprints.append(Reprint(again.key, first.key))

    found = series(corpus, tmp_path / "store")

    assert told(found) == [("2022-09-13", "AZE", (0, 0, 0, 1), (0, 0, 0, 0), -9.5)]
    assert found.left_out == {
        "claims repeated by reprints": 1, "claims that PLOVER does not count": 1, "claims that deny or doubt": 1,
        "claims that tell background": 1,
    }  # fmt: skip
    with_history = dyad_series(Lake.open(tmp_path / "store").snapshot().query, "ARM", "AZE", "day", Selection(background=True))
    assert [step.asserted for step in with_history.steps] == [(1, 0, 0, 0), (1, 0, 0, 1)]
    assert "claims that tell background" not in with_history.left_out


def test_mirrored_accusations_are_contested_in_both_directions(tmp_path: Path) -> None:
    corpus = Corpus()
    document = corpus.document(TEXT)
    one = corpus.claim(document, "Shells fell", ["AZE.MIL"], ["ARM.MIL"], voice="ARM.MIL")
    other = corpus.claim(document, "shelled the town", ["ARM.MIL"], ["AZE.MIL"], voice="AZE.MIL")
    corpus.incident([one, other], "contested")

    found = series(corpus, tmp_path / "store")

    assert told(found) == [
        ("2022-09-13", "ARM", (0, 0, 0, 0), (0, 0, 0, 1), -9.5),
        ("2022-09-13", "AZE", (0, 0, 0, 0), (0, 0, 0, 1), -9.5),
    ]


def test_what_both_do_together_counts_both_ways(tmp_path: Path) -> None:
    corpus = Corpus()
    corpus.claim(corpus.document(TEXT), "Talks were held", ["AZE.GOV", "ARM.GOV", "RUS"], plover=CONSULT)

    assert [(step.source, step.asserted) for step in series(corpus, tmp_path / "store").steps] == [
        ("ARM", (1, 0, 0, 0)), ("AZE", (1, 0, 0, 0)),
    ]  # fmt: skip


def test_the_score_is_the_mean_over_acts_not_over_claims(tmp_path: Path) -> None:
    corpus = Corpus()
    first, second = corpus.document(TEXT), corpus.document(TEXT + " Again.")
    often = [corpus.claim(document, "Shells fell", ["AZE"], ["ARM"]) for document in (first, second)]
    corpus.incident(often)
    corpus.claim(first, "said", ["AZE"], ["ARM"], plover=ACCUSE)
    corpus.claim(first, "held", ["AZE"], ["ARM"], plover=AID)

    (step,) = series(corpus, tmp_path / "store").steps

    assert (step.asserted, step.score) == ((0, 1, 1, 1), round((-9.5 - 3.5 + 10) / 3, 2))


def test_an_act_that_is_told_in_two_quads_has_the_one_most_tell(tmp_path: Path) -> None:
    corpus = Corpus()
    document = corpus.document(TEXT)
    claims = [corpus.claim(document, words, ["AZE"], ["ARM"]) for words in ("Shells fell", "shelled")]
    claims.append(corpus.claim(document, "said", ["AZE"], ["ARM"], plover=ACCUSE))
    corpus.incident(claims)

    assert told(series(corpus, tmp_path / "store")) == [("2022-09-13", "AZE", (0, 0, 0, 1), (0, 0, 0, 0), -9.5)]


@pytest.mark.parametrize(
    ("by", "periods"),
    [
        ("day", ["2022-08-31", "2022-09-11", "2022-09-12"]),  # a week's range belongs to no day
        ("week", ["2022-08-29", "2022-09-05", "2022-09-12"]),  # weeks begin on Monday; Sunday 11 is of the week before
        ("month", ["2022-08-01", "2022-09-01"]),
    ],
)
def test_an_act_belongs_to_the_period_in_which_it_begins(tmp_path: Path, by: Period, periods: list[str]) -> None:
    corpus = Corpus()
    document = corpus.document(TEXT)
    for number, days in enumerate(
        (
            when(date(2022, 9, 11)),
            when(date(2022, 9, 12), date(2022, 9, 13), "range"),
            when(date(2022, 9, 12), date(2022, 9, 18), "week"),
            when(date(2022, 8, 31), date(2022, 9, 1), "range"),
        )
    ):
        corpus.claim(document, TEXT[number : number + 9], ["AZE"], ["ARM"], date=days)

    found = series(corpus, tmp_path / "store", by)

    assert [step.period.isoformat() for step in found.steps] == periods
    assert found.left_out == ({"acts without a day": 1} if by == "day" else {})


def test_acts_without_a_day_or_of_a_season_belong_to_no_month(tmp_path: Path) -> None:
    corpus = Corpus()
    document = corpus.document(TEXT)
    corpus.claim(document, "Shells fell", ["AZE"], ["ARM"], date=None)
    corpus.claim(document, "shelled", ["AZE"], ["ARM"], date=when(DAY, days_after(90), "season"))
    half = corpus.claim(document, "town", ["AZE"], ["ARM"], date=when(DAY))
    open_ended = corpus.claim(document, "said", ["AZE"], ["ARM"], date=when(None))
    corpus.incident([half, open_ended])  # one of them knows the day, and that is the act's

    found = series(corpus, tmp_path / "store", "month")

    assert [(step.period, step.asserted) for step in found.steps] == [(date(2022, 9, 1), (0, 0, 0, 1))]
    assert found.left_out == {"acts without a month": 2}


def test_the_narrowest_days_told_of_an_act_are_its_days(tmp_path: Path) -> None:
    corpus = Corpus()
    document = corpus.document(TEXT)
    wide = corpus.claim(document, "Shells fell", ["AZE"], ["ARM"], date=when(date(2022, 9, 1), date(2022, 9, 30), "month"))
    narrow = corpus.claim(document, "shelled", ["AZE"], ["ARM"])
    corpus.incident([wide, narrow])

    assert [step.period for step in series(corpus, tmp_path / "store").steps] == [DAY]


def test_rebels_of_a_country_are_no_part_of_it_and_groups_are_named_in_full(tmp_path: Path) -> None:
    corpus = Corpus()
    document = corpus.document(TEXT)
    corpus.claim(document, "Shells fell", ["SYR.REB"], ["TUR.MIL"])
    corpus.claim(document, "shelled", ["SYR.MIL"], ["TUR"])
    lake = corpus.save(tmp_path / "store")

    def count(one: str) -> int:
        return sum(sum(step.asserted) for step in dyad_series(lake.snapshot().query, one, "TUR", "day").steps)

    assert (count("SYR"), count("SYR.REB"), count("SYR.MIL"), count("SYR.GOV")) == (1, 1, 1, 0)


def test_filters_narrow_a_series(tmp_path: Path) -> None:
    corpus = Corpus()
    document = corpus.document(TEXT)
    corpus.claim(document, "Shells fell", ["AZE"], ["ARM"], confidence={"overall": 0.9})
    corpus.claim(document, "shelled", ["AZE"], ["ARM"], date=when(days_after(3)), confidence={"overall": 0.2})
    corpus.claim(document, "said", ["AZE"], ["ARM"], plover=ACCUSE)
    query = corpus.save(tmp_path / "store").snapshot().query

    def periods(selection: Selection) -> list[int]:
        return [sum(step.asserted) for step in dyad_series(query, "ARM", "AZE", "day", selection).steps]

    assert periods(Selection()) == [2, 1]
    assert periods(Selection(since=days_after(1))) == [1]
    assert periods(Selection(until=days_after(1))) == [2]
    assert periods(Selection(types=("ACCUSE",))) == [1]
    assert periods(Selection(min_confidence=0.5)) == [1]
    assert periods(Selection(statuses=("contested",))) == []


def test_an_empty_store_has_an_empty_series(tmp_path: Path) -> None:
    assert series(Corpus(), tmp_path / "store") == Series("ARM", "AZE", "day", (), {})


def test_codes_are_parameters_and_run_nothing(tmp_path: Path) -> None:
    corpus = Corpus()
    corpus.claim(corpus.document(TEXT), "Shells fell", [actor("AZE")], ["ARM"], plover=Plover("ASSAULT", None, 4, -9.0, "190"))

    assert series(corpus, tmp_path / "store", one="ARM' OR TRUE --").steps == ()
