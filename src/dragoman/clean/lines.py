"""Tells from the words of one paragraph whether it is furniture: a link, a credit, a byline, an advertisement."""

from __future__ import annotations

import re
from functools import cache

from dragoman.clean.units import Unit
from dragoman.codebook.shapes_furniture import Furniture
from dragoman.model.text import MarkKind, Span

_MOST_LINK_WORDS = 30
_MOST_CREDIT_WORDS = 8
_MOST_BYLINE_WORDS = 14
_SEPARATORS = (":", "|", ">", "»", "›", "→", "–", "—", " - ", "►", "▶")
_PARTS = re.compile(r"\s*(?:/|,|;|\||&| and | via | with )\s*")
_DATE_TOKEN = re.compile(r"[^\W_]+")
_CREDIT_SIGNS = "©/"


@cache
def _sets(words: Furniture) -> dict[str, frozenset[str]]:
    return {name: frozenset(getattr(words, name)) for name in words.__struct_fields__}


def kind_of(unit: Unit, words: Furniture) -> MarkKind | None:
    """Return the kind of a paragraph that its own words give away, or none for the body of the report."""
    if unit.long:
        return None
    known = _sets(words)
    if unit.bare in known["advertisement_lines"] or _opens(unit, words.advertisement_openers):
        return "advertisement" if len(unit.words) <= _MOST_LINK_WORDS else None
    if is_link(unit, words):
        return "related-link"
    if is_credit(unit, words):
        return "credit"
    if is_byline(unit, words):
        return "byline"
    if unit.bare in known["navigation_lines"] or _navigates(unit, words):
        return "navigation"
    if is_date_line(unit, words):
        return "dateline"
    if _opens(unit, words.caption_openers):
        return "caption"
    return None


def is_link(unit: Unit, words: Furniture) -> bool:
    """Whether the paragraph points to another story: a known line, or a known opener set off from what follows."""
    if unit.bare in _sets(words)["related_lines"]:
        return True
    if not unit.folded.startswith(words.related_openers) or len(unit.words) > _MOST_LINK_WORDS:
        return False
    for opener in words.related_openers:
        if not unit.folded.startswith(opener):
            continue
        rest = unit.folded[len(opener) :]
        if rest.lstrip().startswith(_SEPARATORS) or rest.startswith(" - "):
            return not _is_sentence(rest, opener)
        shown = unit.text[: len(opener)]
        if rest.startswith(" ") and shown.isupper() and len(opener) > 4 and not unit.text.isupper():
            return not unit.full_stop
    return False


def _is_sentence(rest: str, opener: str) -> bool:
    """Whether a weak opener ("more:") is followed by full sentences, which a headline is not."""
    return " " not in opener and rest.rstrip().endswith(".")


def is_credit(unit: Unit, words: Furniture) -> bool:
    """Whether the paragraph is only the name of an agency, or says whose a picture or report is."""
    if unit.bare in _sets(words)["credit_lines"] or _agencies(unit.bare, words):
        return True
    if unit.folded.startswith("©") and len(unit.words) <= _MOST_CREDIT_WORDS:
        return True
    if not unit.folded.startswith(words.credit_openers):
        return False
    for opener in words.credit_openers:
        rest = unit.folded.removeprefix(opener)
        if rest == unit.folded or rest[:1] not in {":", " ", "|", "/"} or len(unit.words) > _MOST_CREDIT_WORDS:
            continue
        names = unit.text.strip("()[] ")[len(opener) :].strip(" :|/")
        if (rest.startswith(":") or " " in opener) and not unit.stopped and _names_only(names, words):
            return True
    return False


def _agencies(line: str, words: Furniture) -> bool:
    """Whether every part of a line is a known agency or picture desk."""
    known = _sets(words)
    if len(line) > 120:
        return False
    parts = [part.strip(" ©()[]") for part in _PARTS.split(line.lstrip("© "))]
    parts = [part for part in parts if part]
    return bool(parts) and len(parts) <= 6 and all(part in known["agencies"] | known["photographers"] for part in parts)


def _names_only(line: str, words: Furniture) -> bool:
    """Whether a line holds nothing but capitalised words, connectives and signs."""
    tokens = _DATE_TOKEN.findall(line.replace("'", "").replace("’", ""))
    known = _sets(words)["connectives"]
    return bool(tokens) and all(
        token[0].isupper() or token[0].isdigit() or token.casefold() in known for token in tokens
    )


def is_bare_link(unit: Unit, words: Furniture) -> bool:
    """Whether the paragraph is only the invitation ("Read more") and the headline stands below it."""
    known = _sets(words)
    return unit.bare in known["related_lines"] or unit.bare in known["related_openers"]


def is_byline(unit: Unit, words: Furniture) -> bool:
    """Whether the paragraph names who wrote it: an opener and capitalised names, no sentence."""
    line = unit.text.strip("()[] ")
    folded = line.casefold()
    if not folded.startswith(words.byline_openers):
        return False
    for opener in words.byline_openers:
        if not folded.startswith((opener + " ", opener + ":")):
            continue
        names = line[len(opener) :].strip(" :")
        if (
            " " in opener
            and len(unit.words) <= 40
            and _names_only(names.replace("Editing by", "").replace("Writing by", ""), words)
        ):
            return True
        dated = any(word.casefold() in _sets(words)["months"] for word in unit.words)
        if not unit.stopped and not dated and 2 <= len(unit.words) <= _MOST_BYLINE_WORDS and _names_only(names, words):
            return True
    return " " in folded and any(folded == opener for opener in words.byline_openers if " " in opener)


def is_date_line(unit: Unit, words: Furniture) -> bool:
    """Whether the paragraph is nothing but a day, perhaps with the clock time."""
    if len(unit.text) > 60 or not any(sign.isdigit() for sign in unit.text):
        return False
    tokens = _DATE_TOKEN.findall(unit.folded)
    known = _sets(words)
    dated = any(token in known["months"] for token in tokens) or _numeric_day(unit.bare)
    return dated and any(token.isdigit() for token in tokens) and all(_of_date(token, known) for token in tokens)


def _numeric_day(line: str) -> bool:
    parts = [part for part in re.split(r"[./-]", line.split(" ", maxsplit=1)[0]) if part]
    return len(parts) == 3 and all(part.isdigit() for part in parts) and any(len(part) == 4 for part in parts)


def _of_date(token: str, known: dict[str, frozenset[str]]) -> bool:
    if token in known["months"] or token in known["zones"] or token.isdigit():
        return True
    digits = token.rstrip("stndrhapmz")
    return digits.isdigit() and (token[len(digits) :] in known["zones"] or token[len(digits) :] == "z")


def _opens(unit: Unit, openers: tuple[str, ...]) -> bool:
    """Whether the paragraph begins with one of the openers, at the end of a word."""
    if not unit.folded.startswith(openers):
        return False
    for opener in openers:
        if unit.folded.startswith(opener):
            after = unit.folded[len(opener) : len(opener) + 1]
            if not (after.isalnum() and opener[-1].isalnum()):
                return True
    return False


def _navigates(unit: Unit, words: Furniture) -> bool:
    return _opens(unit, words.navigation_openers) and len(unit.words) <= _MOST_LINK_WORDS and not _runs_on(unit)


def _runs_on(unit: Unit) -> bool:
    """Whether a paragraph that opens like navigation turns out to be a sentence."""
    return unit.full_stop and len(unit.words) > 8 and not unit.folded.startswith(tuple(_CREDIT_SIGNS))


def credit_at_end(unit: Unit, words: Furniture) -> tuple[Span, bool] | None:
    """Return the credit in brackets that ends a paragraph, and whether it is a picture's ("(AP Photo/Jane Doe)")."""
    if unit.long or unit.text[-1] not in ")]" or len(unit.words) < 3:
        return None
    opening = unit.text.rfind("(" if unit.text[-1] == ")" else "[")
    if opening <= 0 or len(unit.text) - opening > 80:
        return None
    inside = unit.text[opening + 1 : -1].casefold()
    parts = [part.strip(" ©") for part in _PARTS.split(inside)]
    known = _sets(words)
    agencies = [part in known["agencies"] or part in known["photographers"] for part in parts]
    opened = any(inside.startswith((opener + ":", opener + " by")) for opener in words.credit_openers)
    if not opened and not (agencies[0] or agencies[-1]):
        return None
    if not _names_only(unit.text[opening + 1 : -1].removeprefix("file").removeprefix("photo"), words):
        return None
    picture = opened or len(parts) > 1 or parts[0] in known["photographers"]
    return (unit.span[0] + opening, unit.span[1]), picture
