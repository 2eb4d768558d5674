"""Makes as many different reports as are asked for: the sample reports with other parties, towns and days.

    python bench/made_reports.py NUMBER [WORDS] > reports.jsonl

Each made report takes one sample, gives its states, capitals, adjectives and towns the names of others, moves all its days
by a whole number of weeks, so that weekdays stay right, and says so in its address. They are for measuring time and
space; what they tell never happened, and nobody but us should read them.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from dragoman.serve.samples import sample_reports

_STATES = """Armenia Armenian Yerevan;Azerbaijan Azerbaijani Baku;Georgia Georgian Tbilisi;Chad Chadian N'Djamena
Niger Nigerien Niamey;Mali Malian Bamako;Kenya Kenyan Nairobi;Ethiopia Ethiopian Addis+Ababa;Eritrea Eritrean Asmara
Somalia Somali Mogadishu;Yemen Yemeni Sanaa;Oman Omani Muscat;Jordan Jordanian Amman;Syria Syrian Damascus
Lebanon Lebanese Beirut;Egypt Egyptian Cairo;Libya Libyan Tripoli;Algeria Algerian Algiers;Morocco Moroccan Rabat
Mauritania Mauritanian Nouakchott;Senegal Senegalese Dakar;Ghana Ghanaian Accra;Togo Togolese Lome;Benin Beninese Cotonou
Rwanda Rwandan Kigali;Burundi Burundian Gitega;Uganda Ugandan Kampala;Zambia Zambian Lusaka;Malawi Malawian Lilongwe
Angola Angolan Luanda;Namibia Namibian Windhoek;Peru Peruvian Lima;Ecuador Ecuadorian Quito;Chile Chilean Santiago
Bolivia Bolivian Sucre;Colombia Colombian Bogota;Venezuela Venezuelan Caracas;Guyana Guyanese Georgetown
Thailand Thai Bangkok;Cambodia Cambodian Phnom+Penh;Laos Laotian Vientiane;Nepal Nepalese Kathmandu;Kyrgyzstan Kyrgyz Bishkek
Tajikistan Tajik Dushanbe;Kazakhstan Kazakh Astana;Uzbekistan Uzbek Tashkent;Pakistan Pakistani Islamabad;India Indian New+Delhi
Russia Russian Moscow;Turkey Turkish Ankara;Iran Iranian Tehran;France French Paris;Germany German Berlin;Qatar Qatari Doha
Serbia Serbian Belgrade;Kosovo Kosovar Pristina;Sudan Sudanese Khartoum;Moldova Moldovan Chisinau"""
_TOWNS = """Jermuk Goris Vardenis Ganja Barda Lachin Kalbajar Shusha Stepanakert Agdam Batken Isfara Mitrovica Banjska Omdurman
Taiz Marib Hodeidah Goma Bunagana Mekele Adigrat Kassala Gedaref Agadez Diffa Gao Kidal Mopti Segou Zinder Maradi Garissa
Wajir Mandera Dire+Dawa Jijiga Berbera Bosaso Kismayo Aden Mukalla Salalah Irbid Zarqa Homs Hama Idlib Raqqa Tyre Sidon
Aswan Luxor Sebha Misrata Benghazi Tobruk Oran Annaba Fes Meknes Tindouf Thies Kumasi Tamale Sokode Parakou Bukavu Gulu Arua
Kitwe Ndola Zomba Huambo Lubango Cusco Ayacucho Cuenca Loja Arica Potosi Oruro Cali Pasto Cucuta Merida Osh Khujand Khorog"""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_NAMED = {name: i for i, full in enumerate(_MONTHS, 1) for name in (full, full[:3])} | {"Sept": 9}
_MONTH = "|".join(sorted(_NAMED, key=len, reverse=True))
_DAY = re.compile(rf"\b(?:(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH})|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}}))\b(?:,? (?P<y>(?:19|20)\d\d))?")


_KEPT_WORDS = """Monday Tuesday Wednesday Thursday Friday Saturday Sunday United Nations Security Council European Union Red Cross
Committee Organization Prime Minister President Foreign Defence Ministry Parliament General Secretary State Human Rights Party
Army Assembly African West East North South Western Eastern Northern Southern Central Republic Photo"""
_KEPT = frozenset(_KEPT_WORDS.split())
_OTHER = re.compile(r"(?<![.!?\n] )(?<![.!?][”\"] )(?<!\n)\b[A-Z][a-z]{3,}(?:-[A-Z][a-z]+)?\b")
_SYLLABLES = ("ba", "ro", "ti", "ma", "ku", "le", "sha", "no", "ve", "gar", "dan", "mir", "sel", "ton", "har", "zi")


class _State(NamedTuple):
    name: str
    adjective: str
    capital: str


STATES = tuple(_State(*(w.replace("+", " ") for w in one.split())) for line in _STATES.splitlines() for one in line.split(";"))
TOWNS = tuple(word.replace("+", " ") for word in _TOWNS.split())


def make_reports(number: int, seed: int = 0, words: int | None = None) -> Iterator[dict[str, str]]:
    """Yield reports as JSON lines have them: text, title, outlet, published, url.

    Args:
        number: how many.
        seed: another one gives other reports.
        words: about how many words of each text to keep; all of them by default.
    """
    samples = sample_reports()
    for i in range(number):
        luck = random.Random(f"{seed}/{i}")
        base = samples[i % len(samples)]
        weeks = luck.randrange(-100, 300)
        published = base.published + timedelta(weeks=weeks)
        text = _shortened(base.text.rpartition("\n\n(Written for")[0], words)
        text = re.sub(r"(?<![\d-])(?!(?:19|20)\d\d)\d{2,4}(?![\d-])", lambda found: _figure(found, luck), text)  # noqa: B023  # as below
        text = _moved(text, base.published, weeks)
        names = _exchanged(luck)
        strange = {*_OTHER.findall(text)} - _KEPT - names.keys() - _NAMED.keys()
        names |= {word: "".join(luck.sample(_SYLLABLES, 3)).capitalize() for word in sorted(strange)}
        text = re.sub(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", lambda found, names=names: names[found[0]], text)  # type: ignore[misc]  # names is bound at once
        yield {
            "text": f"{text}\n\nFile {seed}-{i}.", "title": text.partition("\n")[0], "outlet": f"{base.outlet} {luck.randrange(40)}",
            "published": published.isoformat(), "url": f"https://outlet.example/{seed}/{i}",
        }  # fmt: skip


def _exchanged(luck: random.Random) -> dict[str, str]:
    """Names to put in place of others: states for states, each with its capital and adjective, towns for towns."""
    others = luck.sample(STATES, len(STATES))
    names = {a: b for one, other in zip(STATES, others, strict=True) for a, b in zip(one, other, strict=True)}
    return names | dict(zip(TOWNS, luck.sample(TOWNS, len(TOWNS)), strict=True))


def _figure(found: re.Match[str], luck: random.Random) -> str:
    """Another number of as many digits; what may be a day of a month stays."""
    low = 10 ** (len(found[0]) - 1)
    return found[0] if int(found[0]) < 32 else str(luck.randrange(max(low, 32), 10 * low))


def _shortened(text: str, words: int | None) -> str:
    if words is None:
        return text
    kept, count = [], 0
    for paragraph in text.split("\n\n"):
        kept.append(paragraph)
        count += len(paragraph.split())
        if count >= words:
            break
    return "\n\n".join(kept)


def _moved(text: str, published: date, weeks: int) -> str:
    def moved(found: re.Match[str]) -> str:
        month = _NAMED[found["m1"] or found["m2"]]
        year = int(found["y"] or published.year)
        try:
            day = date(year, month, int(found["d1"] or found["d2"])) + timedelta(weeks=weeks)
        except ValueError:
            return found[0]
        name = _MONTHS[day.month - 1]
        written = f"{day.day} {name}" if found["d1"] else f"{name} {day.day}"
        return f"{written}{', ' if found['d2'] else ' '}{day.year}" if found["y"] else written

    return _DAY.sub(moved, text)


if __name__ == "__main__":
    for line in make_reports(int(sys.argv[1]), words=int(sys.argv[2]) if len(sys.argv) > 2 else None):
        print(json.dumps(line, ensure_ascii=False))
