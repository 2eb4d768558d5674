"""Marks: what is structural, what is set aside, and what stays body."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.clean.boilerplate import mark
from dragoman.codebook.furniture import furniture
from dragoman.model.text import Mark

REPORT = """Northland and Southland trade fire hours after talks resume

By Ana Tarrow

The two neighbours blame each other for shooting across the river border as envoys return to the table.

A guard post on the river border, damaged in an earlier exchange.
Reuters

Northland's defence ministry said on Friday that Southland's troops had opened fire on a guard post by the river.

READ MORE: Southland votes on longer military service

Two accounts

"Our soldiers did not fire," a Southland army spokeswoman told reporters. The two neighbours blame each other for the
shooting across the river border, which began as envoys met in the capital for a second day at the table.

The river has parted the two armies since the truce of 2019, which a third country guarantees.

Sign up for our newsletter to get the week's news every Sunday.

The river has parted the two armies since the truce of 2019, which a third country guarantees.

Related stories
Envoys return to the table
Who lives along the river?

Route 12"""


def marks_of(text: str, **more: object) -> list[tuple[str, str]]:
    return [(one.kind, text[slice(*one.span)]) for one in mark(text, furniture(), **more)]  # type: ignore[arg-type]


def test_a_page_with_everything_around_the_report() -> None:
    found = marks_of(REPORT)

    repeated = "The river has parted the two armies since the truce of 2019, which a third country guarantees."
    assert found == [
        ("title", "Northland and Southland trade fire hours after talks resume"),
        ("byline", "By Ana Tarrow"),
        (
            "standfirst",
            "The two neighbours blame each other for shooting across the river border as envoys return to the table.",
        ),
        ("caption", "A guard post on the river border, damaged in an earlier exchange."),
        ("credit", "Reuters"),
        ("related-link", "READ MORE: Southland votes on longer military service"),
        ("heading", "Two accounts"),
        ("advertisement", "Sign up for our newsletter to get the week's news every Sunday."),
        ("repeat", repeated),
        ("related-link", "Related stories"),
        ("related-link", "Envoys return to the table"),
        ("related-link", "Who lives along the river?"),
        ("navigation", "Route 12"),
    ]
    spans = [one.span for one in mark(REPORT, furniture()) if one.kind == "repeat"]
    assert spans[0][0] == REPORT.rindex(repeated), "the first in the body is kept"


BODY = "\n\nThe ministry said that its forces had shelled the port on Friday. Nobody was hurt, it added."


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read more: Army pulls back from the port", "related-link"),
        ("ALSO READ | Army pulls back from the port", "related-link"),
        ("READ MORE Army pulls back from the port", "related-link"),
        ("See also: Army pulls back from the port", "related-link"),
        ("Related: Army pulls back from the port", "related-link"),
        ("» Recommended", "related-link"),
        ("(AP)", "credit"),
        ("AP/Reuters", "credit"),
        ("© 2021 Reuters", "credit"),
        ("Photo: Ana Tarrow", "credit"),
        ("Source: Reuters", "credit"),
        ("By Ana Tarrow and Jon Weld", "byline"),
        ("By ANA TARROW, Staff Writer", "byline"),
        ("(Reporting by Ana Tarrow; Editing by Jon Weld)", "byline"),
        ("Advertisement", "advertisement"),
        ("Story continues below", "advertisement"),
        ("Subscribe to our weekly bulletin!", "advertisement"),
        ("Share this article", "navigation"),
        ("Back to top", "navigation"),
        ("Last updated 4 March 2021", "navigation"),
        ("4 March 2021, 10:32 GMT", "dateline"),
        ("2021-03-04", "dateline"),
        ("File photo: Troops of the northern army stand guard at the port.", "caption"),
    ],
)
def test_lines_that_pages_carry(line: str, kind: str) -> None:
    text = f"The army left its barracks on Friday morning.{BODY}\n\n{line}{BODY.replace('port', 'town')}"

    assert (kind, line) in marks_of(text)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the troops had left the town and the shelling had stopped.",
        "By Friday",
        "Related: the ministry denied that its forces had crossed the river.",
        "More: the army shelled the town.",
        "Reuters reported that the army had shelled the town.",
        "Source close to the talks said the truce was signed",
        "Published on Monday, the report accuses the army of shelling two villages near the port.",
        "Watch towers were shelled.",
        "Share prices fell after the shelling.",
        "Photo: the army shelled the town and took two prisoners on Friday night.",
        "Home to 4,000 people, the town was shelled.",
        "Sources: the army shelled three towns",
        "Five killed",
        "He was released.",
    ],
)
def test_sentences_that_only_begin_like_furniture_are_kept(line: str) -> None:
    text = f"The army left its barracks on Friday morning.{BODY}\n\n{line}{BODY.replace('port', 'town')}"
    kinds = {kind for kind, words in marks_of(text) if line in words}

    assert kinds <= {"heading", "caption"}


def test_a_number_or_a_negation_more_makes_no_repeat() -> None:
    first = "The army said that it had taken 12 prisoners in the northern town."
    for other in (first.replace("12", "14"), first.replace("had taken", "had not taken")):
        assert marks_of(f"{first}\n\n{other}\n\nEnd of story here.") == []
    same = "the Army said it had taken 12 prisoners in northern town"
    assert marks_of(f"{first}\n\n{same}\n\nIt ends here.") == [("repeat", same)]


def test_a_teaser_that_breaks_off_repeats_the_paragraph_it_begins() -> None:
    whole = "The army said that it had taken twelve prisoners in the northern town after a short fight."
    teaser = "The army said that it had taken twelve prisoners in…"

    assert marks_of(f"{teaser}\n\nAnother sentence stands here.\n\n{whole}") == [("repeat", teaser)]


def test_dateline_and_credit_inside_a_paragraph() -> None:
    text = "KHORVAN, 4 March (Reuters) - The army left the town on Friday. (AP)\n\nIt was quiet on Saturday."

    assert marks_of(text) == [("dateline", "KHORVAN, 4 March (Reuters) -"), ("credit", "(AP)")]
    assert marks_of("The army - and the navy - left. It was quiet.") == []


def test_a_caption_keeps_its_words_and_loses_its_credit() -> None:
    text = "It was quiet.\n\nSmoke rises over the port. [Ana Tarrow/Getty Images]\n\nThe army left the town on Friday."

    assert marks_of(text) == [("caption", "Smoke rises over the port."), ("credit", "[Ana Tarrow/Getty Images]")]


def test_a_given_title_is_looked_for_and_known_marks_are_kept() -> None:
    text = "Army leaves the town.\n\nThe army left on Friday.\n\nCalm returns\nIt was quiet."

    assert marks_of(text, title="Army Leaves The Town") == [
        ("title", "Army leaves the town."),
        ("heading", "Calm returns"),
    ]
    start = text.index("It was quiet.")
    known = (Mark("caption", (start, start + 13)),)
    assert ("caption", "It was quiet.") in marks_of(text, known=known)


def test_lines_broken_for_width_are_one_paragraph() -> None:
    text = (
        "Army leaves the town\n\nThe ministry said that its forces had left the northern town\n"
        "by Monday and that the two sides had agreed to meet again in\nthe spring."
    )

    assert marks_of(text) == [("title", "Army leaves the town")]


def test_outlets_add_their_own_furniture() -> None:
    text = "The army left.\n\nSkip past newsletter promotion\n\nIt was quiet on Friday."

    assert [one.kind for one in mark(text, furniture("en", "The Guardian"))] == ["advertisement"]
    assert all(one.kind == "heading" for one in mark(text, furniture()))


HOSTILE = st.text(max_size=200)
PIECES = st.lists(
    st.sampled_from(
        ["\n", "\n\n", "\r", " ", ".", "By ", "READ MORE: ", "Reuters", "(AP)", "a", "Bc ", "4 March 2021", " — ", "…",
         "\u2028", "\u202e", "“", "word one two three four five six. ", "Advertisement", "[", "/Getty]", "\x07",
         "😀", "ẞİ"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(HOSTILE | PIECES, st.none() | st.just("Bc a"))
def test_marks_are_exact_and_never_overlap(text: str, title: str | None) -> None:
    found = mark(text, furniture(), title)

    assert list(found) == sorted(found, key=lambda one: one.span)
    for one, following in pairwise(found):
        assert one.span[1] <= following.span[0]
    for one in found:
        stretch = text[slice(*one.span)]
        assert stretch
        assert stretch == stretch.strip()


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "(" * 500_000 + "[" * 500_000, "Aa Bb\n\n" * 20_000, "a'" * 400_000, "A — " * 200_000,
     "one two three four five six seven eight nine…\n\n" * 10_000, " " * 1_000_000, "Read more\n" * 20_000],
    ids=["letters", "brackets", "headings", "apostrophes", "dashes", "teasers", "blanks", "links"],
)  # fmt: skip
def test_hostile_text_is_marked_in_linear_time(text: str) -> None:
    began = time.perf_counter()
    mark(text, furniture())

    assert time.perf_counter() - began < 5


def test_a_country_in_small_letters_may_stand_in_a_dateline_before_a_day() -> None:
    text = "KHORVAN, Estland, March 4 - The army left the town on Friday."

    assert marks_of(text) == [("dateline", "KHORVAN, Estland, March 4 -")]
    assert marks_of("NATO, Estland and the army - all left. It was quiet.") == []
    assert marks_of("NATO chief in Estland, March 4 - what to know. It was quiet.") == []


def test_a_dateline_may_name_the_country_without_a_day() -> None:
    assert marks_of("KHORVAN, Estland - The army left the town on Friday.") == [("dateline", "KHORVAN, Estland -")]
    assert marks_of("KHORVAN, Estland says - all left. It was quiet.") == []


def test_a_dateline_may_stand_behind_a_list_of_what_is_new() -> None:
    text = (
        "Army leaves the town\n\n- Bridge blown up on Friday\n- Mayor asks for bread\n- Talks may be held on Sunday\n\n"
        "KHORVAN, 4 March (Reuters) - The army left the town on Friday.\n\nThe mayor asked for bread."
    )

    assert ("dateline", "KHORVAN, 4 March (Reuters) -") in marks_of(text)
