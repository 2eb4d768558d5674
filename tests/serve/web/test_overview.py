"""The questions behind Today, the list of incidents, a report and an incident, asked of a made store."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from made_store import DOCUMENTS, INCIDENTS, THURSDAY, TUESDAY, WEDNESDAY, key

from dragoman.analyse.briefs import Wanted, briefs, incident_list
from dragoman.analyse.overview import calendar, overview
from dragoman.analyse.reports import incident, incident_key, report
from dragoman.store.lake import Lake


def own(name: str) -> str:
    return INCIDENTS[name].incident.key


def test_the_calendar_holds_days_of_publication(lake: Lake) -> None:
    days = calendar(lake.snapshot())

    assert (days.days, days.counts, days.undated, days.latest) == ((TUESDAY, WEDNESDAY, THURSDAY), (1, 3, 1), 0, THURSDAY)
    assert (days.before(TUESDAY), days.before(WEDNESDAY), days.after(THURSDAY)) == (None, TUESDAY, None)
    assert (days.before(date(2030, 1, 1)), days.after(date(2000, 1, 1))) == (THURSDAY, TUESDAY)
    assert (days.count(WEDNESDAY), days.count(date(2022, 9, 20))) == (3, 0)


def test_a_brief_is_named_by_the_claim_that_says_most_plainly_what_happened(lake: Lake) -> None:
    found = briefs(lake.snapshot(), [own("shelling"), "0" * 32, own("due"), own("shelling")])

    assert [one.key for one in found] == [own("shelling"), own("due")]
    shelling, due = found
    assert (shelling.actors, shelling.recipients) == (("AZE.MIL",), ("ARM.MIL",))
    assert (shelling.stance, shelling.mode) == ("asserts", "heavy-weapons")
    assert (shelling.claims, shelling.texts, shelling.differ) == (3, 2, ("occurrence", "killed ARM"))
    assert [(toll.kind, toll.low, toll.high) for toll in shelling.tolls] == [("killed", 105, 105)]
    assert due.reality == "planned"
    assert briefs(lake.snapshot(), []) == ()


def test_a_list_counts_all_and_shows_a_page(lake: Lake) -> None:
    first = incident_list(lake.snapshot(), Wanted(), 1, 4)
    second = incident_list(lake.snapshot(), Wanted(), 2, 4)

    assert first.total == second.total == 6
    assert len(first.briefs) == 4
    assert len(second.briefs) == 2
    assert not {one.key for one in first.briefs} & {one.key for one in second.briefs}
    assert first.briefs[0].key == own("due"), "the latest first"
    assert second.briefs[-1].key == own("breaking"), "the undated last"
    narrowed = incident_list(lake.snapshot(), Wanted(statuses=("contested",)))
    assert (narrowed.total, narrowed.by_status) == (1, first.by_status)


def test_movers_compare_the_week_with_the_weeks_before(lake: Lake) -> None:
    movers = {(one.source, one.target): one for one in overview(lake.snapshot(), THURSDAY).movers}
    later = {(one.source, one.target): one for one in overview(lake.snapshot(), WEDNESDAY + timedelta(days=10)).movers}

    attack = movers["AZE", "ARM"]
    assert (attack.now, attack.acts, attack.before, attack.acts_before, attack.change) == (-3.5, 2, None, 0, -3.5)
    assert later == {}, "a pair of which the week tells nothing does not move"


@pytest.mark.parametrize("name", ["shelled", "denied", "toll", "copied"])
def test_any_claim_leads_to_its_incident(lake: Lake, name: str) -> None:
    assert incident_key(lake.snapshot(), key(name)) == own("shelling")
    assert incident_key(lake.snapshot(), own("shelling")) == own("shelling")
    assert incident_key(lake.snapshot(), "0" * 32) is None


def test_an_incident_comes_with_all_it_rests_on(lake: Lake) -> None:
    whole = incident(lake.snapshot(), own("shelling"))

    assert whole is not None
    assert [source.document.key for source in whole.sources] == [DOCUMENTS["wire"].key, DOCUMENTS["herald"].key]
    assert whole.order == (key("shelled"), key("denied"), key("toll"))
    assert whole.sources[0].claims[0].sightings, "with what coder found it"
    assert (whole.sources[0].claims[0].confidence or {})["overall"] == 0.62
    assert [(copy.key, likeness) for copy, likeness in whole.sources[0].copies] == [(DOCUMENTS["reprint"].key, 0.97)]
    assert whole.repeated == {key("shelled"): (key("copied"),)}
    assert whole.before == ()
    assert {one.key for one in whole.after} == {own("repelled"), own("accusation"), own("talks")}
    assert incident(lake.snapshot(), key("shelled")) is None


def test_a_report_comes_with_all_that_was_read_out_of_it(lake: Lake) -> None:
    found = report(lake.snapshot(), DOCUMENTS["wire"].key)
    copy = report(lake.snapshot(), DOCUMENTS["reprint"].key)

    assert found is not None
    assert copy is not None
    assert found.ledger.document == DOCUMENTS["wire"]
    assert [one.key for one in found.ledger.claims] == [key("shelled"), key("denied"), key("due"), key("promised")]
    assert len(found.ledger.quotations) == 1
    assert found.standing[key("shelled")].status == "contested"
    assert [one.document for one in found.copies] == [DOCUMENTS["reprint"].key]
    assert copy.original is not None
    assert copy.repeats == {key("copied"): key("shelled")}
    assert copy.standing[key("copied")].key == own("shelling")
    assert report(lake.snapshot(), "0" * 32) is None
