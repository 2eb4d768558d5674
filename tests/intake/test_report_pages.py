"""Articles out of saved HTML pages."""

from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.intake.files import open_report

ARTICLE = """<article><h1>River talks open after a night of shelling</h1>
<p class="lead">Two ministries trade blame as envoys arrive in the capital.</p>
<figure><img src="a.jpg"><figcaption>A bridge hit by shells near the northern crossing.</figcaption></figure>
<p>Envoys of the two governments opened talks in the capital on Thursday, officials said, after a night of
 shelling&nbsp;along the river.</p>
<h2>Calls for calm</h2>
<p>The defence ministry accused the other side of shelling two villages. &quot;Nobody was hurt,&quot; it added \
in a statement
on Thursday &lt;evening&gt;.</p></article>"""


def page(head: str = "", article: str = ARTICLE) -> str:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>River talks open after a night of shelling | Example "
        f"Wire</title>{head}</head>"
        "<body><nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
        f"{article}<footer>Copyright Example Wire</footer></body></html>"
    )


def test_the_article_with_its_headings_and_captions(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page("<meta property='og:site_name' content='Example Wire'>"))
    document = open_report(path)

    assert document.text.split("\n\n") == [
        "River talks open after a night of shelling",
        "Two ministries trade blame as envoys arrive in the capital.",
        "A bridge hit by shells near the northern crossing.",
        "Envoys of the two governments opened talks in the capital on Thursday, officials said, after a "
        "night of shelling along the river.",
        "Calls for calm",
        'The defence ministry accused the other side of shelling two villages. "Nobody was hurt," it added '
        "in a statement on Thursday <evening>.",
    ]
    assert [(one.kind, document.text[slice(*one.span)]) for one in document.marks] == [
        ("caption", "A bridge hit by shells near the northern crossing."),
        ("heading", "Calls for calm"),
    ]
    assert (document.title, document.outlet) == ("River talks open after a night of shelling", "Example Wire")
    assert document.published is None, "a date is never guessed from the page's words"


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2021-03-04T10:00:00Z'>",
        "<meta name='dc.date' content='2021-03-04'>",
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": '
        '"2021-03-04T09:00:00+04:00"}]}</script>',
        "<script type='application/ld+json'>{broken</script><meta itemprop='datePublished' content='2021-03-04'>",
    ],
)
def test_a_date_that_the_page_states_is_trusted(tmp_path: Path, head: str) -> None:
    path = tmp_path / "page.htm"
    path.write_text(page(head))

    assert open_report(path).published == date(2021, 3, 4)
    assert open_report(path, date(2020, 1, 1)).published == date(2020, 1, 1), "what the user says wins"


def test_a_page_is_known_by_its_beginning_and_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes(page("<meta charset='windows-1252'>").replace("ministry", "minist\u00e8re").encode("cp1252"))

    assert "ministère" in open_report(path).text
    path.write_bytes(page("<meta charset='rot13'>").replace("ministry", "minist\u00e8re").encode("cp1252"))
    with pytest.raises(InputError, match="unreadable as UTF-8"):
        open_report(path)


@pytest.mark.parametrize("article", ["", "<p></p>", "<div>" * 100_000], ids=["nothing", "blank", "deep"])
def test_a_page_without_an_article_is_refused(tmp_path: Path, article: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{article}</body></html>")

    with pytest.raises(InputError, match=r"page\.html: "):
        open_report(path)


def test_entities_of_the_page_are_not_resolved(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        page()
        .replace("<!DOCTYPE html>", "<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>")
        .replace("<evening", "&a;")
    )

    assert "root:" not in open_report(path).text
