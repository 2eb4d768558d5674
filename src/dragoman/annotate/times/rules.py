"""The rules of the times layer: patterns over the class letters of ``tokens``, first that matches at a place wins.

All repetition is bounded or over one letter, so that matching is linear in the number of tokens.
"""

from __future__ import annotations

import re
from functools import cache

_MONTH = "[MAk]"
_DAY = "[Dd]"
_YEAR = r"(?:[YnD]\(|\)[YnD]|Y[()]?)"
"""A year: 1991, 490 BC."""
_THAT_YEAR = "o(?:T?[tzmlX]{1,2})U"
_PART = "(?:T?p-?i?T?|T?p?Po?)"
"""early, late in, mid-, the end of."""
_POINTER = "(?:T?(?:tm|z[lhX]|mT?|[tzlhXx]))"
_AMOUNT = r"(?:a?[q$][oT]{0,2}|a|(?:a?N|1)(?:-?N){0,3}|[nDY])(?:-?&-?a?-?Q)?"
_ROUGH = "J{0,3}"
_WEEKDAY = "(?:[Ww],?T?)"
_PRE = f"(?:T?p?i?T?ZI?[oi])?{_WEEKDAY}?"
_UNIT = "[UV9HI]"

RULES: tuple[tuple[str, str], ...] = (
    ("iso_date", "Y-D-D(?!-)|Y/D/D(?!/)"),
    ("digits_date", "#|D/D/Y"),
    ("clock", "(?:C|D)G|K|C|Dc|[Yn]L"),
    ("month_days", f"{_MONTH}{_DAY}[-y&]{_DAY}(?![-U9HIV])(?:,?Y)?"),
    ("days_month", f"T?{_DAY}[-y&]T?{_DAY}o?{_MONTH}(?:,?o?Y)?"),
    ("month_day", f"{_PRE}T?{_MONTH}T?{_DAY}(?![-.]?[UV9HI])(?:,?o?{_YEAR}|{_THAT_YEAR})?"),
    ("day_month", f"{_PRE}T?{_DAY}o?{_MONTH}(?:,?o?{_YEAR}|{_THAT_YEAR})?"),
    ("month_year", f"{_PART}?T?{_MONTH}(?:,?o?{_YEAR}|{_THAT_YEAR})"),
    ("part_of_month", f"T?[lO](?:{_AMOUNT})?[UV]oT?{_MONTH}(?:,?o?{_YEAR})?"),
    ("month", f"{_PART}?{_POINTER}?[MA]"),
    ("season", f"{_PART}?T?p?(?:[tzmlXh]{{1,2}})?[SF](?:,?o?{_YEAR}|{_THAT_YEAR}|oXU)?|Y[SF]"),
    ("century", f"{_PART}?T?p?[Od]-?9(?:\\()?"),
    ("part_of_year", f"5o?Y|T?[Odl]Qo?(?:{_YEAR}|{_POINTER}U|TU)"),
    ("decade", f"{_PART}?T?p?0(?:\\()?"),
    ("years_range", r"Y[-/](?:Y|D|n)(?![-/\w])|[nYD][-y][nYD]\("),
    ("weekday", f"(?:T?p?Z[oi])?(?:p?i?)?{_POINTER}?WZ?"),
    ("day_beyond", "T?U[BEX]R"),
    ("deictic", "(?:[pbf]i?)?RZ?"),
    ("shift", f"(?:{_ROUGH}(?:{_AMOUNT}))?-?{_UNIT}(?:[gbf]|E|B)"),
    ("next_to", "T?U[BEX]"),
    ("set", f"e(?:1|N|O|q|D)?{_UNIT}|eW|eZ|%"),
    ("stretch", f"T?z?[lhXxO]{_ROUGH}(?:{_AMOUNT}){_UNIT}|T?z?[hx]{_UNIT}|T?{_AMOUNT}[lhXx]V|T?[lX]V"),
    ("recent", f"T?r{_UNIT}"),
    ("part_of_day", f"(?:[pbf]i?)?{_POINTER}Z"),
    ("pointer", f"(?:{_PART}|[bf]i?)?{_POINTER}U|(?:{_PART}|[bf]i?)TU"),
    ("duration", f"(?:a|1){_UNIT}&aQ|{_ROUGH}(?:{_AMOUNT})-?{_UNIT}|[NnD]\\.[VI]"),
    ("year", f"{_PART}?(?:T[UV])?{_YEAR}"),
    ("bare_units", "[VI]"),
    ("bare_part", "Z"),
    ("weekend", "TU"),
    ("these_days", "zV"),
    ("vague", "v|r"),
)  # fmt: skip


@cache
def compiled() -> re.Pattern[str]:
    """All rules as one pattern; the name of the rule that matched is ``Match.lastgroup``."""
    first = r"(?=[TYD#CKnMAkdpPSFOlQ0WwZtzmhXxURJNaq$1VHI9ebf%rv)5])(?![Dn](?:[DYn]|-[DYn]-))"
    return re.compile(first + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in RULES) + ")")
