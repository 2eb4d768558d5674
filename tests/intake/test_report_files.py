"""Reports from files and from standard input, and everything that is refused."""

import io
import os
import time
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.intake.files import make_document, open_report
from dragoman.intake.language import foreign
from dragoman.model.keys import content_key

TEXT = "The army left the town on Friday.\r\n\r\n“It was quiet,” the mayor said.\r"


def test_a_text_loses_its_byte_order_mark_and_carriage_returns_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    document = open_report(path, date(2021, 3, 4), "Example Wire", title="Army leaves")

    assert document.text == "The army left the town on Friday.\n\n“It was quiet,” the mayor said.\r"
    assert document.key == content_key(document.text)
    assert (document.published, document.outlet, document.title) == (date(2021, 3, 4), "Example Wire", "Army leaves")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig"])
def test_encodings_that_say_what_they_are(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode(encoding))

    assert open_report(path).text == TEXT.replace("\r\n", "\n")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"The army left.")))

    assert open_report("-").text == "The army left."


def test_an_outlet_of_the_codebook_is_named_and_carries_for_its_party() -> None:
    document = make_document("The minister left.", outlet="mfa.am")

    assert (document.outlet, document.carrier) == ("Ministry of Foreign Affairs of Armenia", "ARM.GOV")


RUSSIAN = "Министерство обороны сообщило в пятницу, что войска покинули город после переговоров. " * 4


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t \xe2\x80\x8b...", "empty"),
        (b"The army\x00left.", "binary"),
        (b"%PDF-1.7 text", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        ("Müllers Bericht".encode("latin-1"), "unreadable as UTF-8 at byte 1"),
        ("Müllers Bericht".encode("cp1252") + b"\x93", "unreadable"),
        (b"\xff\xfeA", "unreadable as UTF-16"),
        (b"a " * 600, "longer than 1,000 bytes"),
        (RUSSIAN[:480].encode(), "Russian"),
    ],
    ids=["empty", "blank", "nul", "pdf", "zip", "latin-1", "cp1252", "utf-16", "long", "russian"],
)
def test_refused_in_one_sentence_that_says_what_and_where(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    began = time.perf_counter()

    with pytest.raises(InputError) as caught:
        open_report(path, limit=1_000)

    assert says in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert time.perf_counter() - began < 1


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a directory"):
        open_report(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        open_report(tmp_path / "none.txt")
    with pytest.raises(InputError, match="cannot be read"):
        open_report(tmp_path / ("x" * 5_000))
    with pytest.raises(InputError, match="binary"):
        open_report("/dev/zero", limit=10_000)


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("The army left.")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    with pytest.raises(InputError, match="cannot be read"):
        open_report(path)


def test_a_large_file_is_refused_within_a_second_and_a_flag_raises_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"The army left. " * 400_000)
    began = time.perf_counter()
    with pytest.raises(InputError, match=r"longer than 5,000,000 bytes.*--limit"):
        open_report(path)
    assert time.perf_counter() - began < 1

    assert len(open_report(path, limit=7_000_000).text) == 6_000_000


def test_odd_text_is_read_all_the_same() -> None:
    for text in (
        "x" * 1_000_000,
        "The army\x07 left\x1b[31m.",
        "The army said “" + "سلام عليكم " * 20 + "” and left the town. " * 20,
    ):
        assert make_document(text).text == text


SENTENCES = {
    "Ukrainian": "Міністерство оборони повідомило, що війська залишили місто після переговорів із сусідньою країною. ",
    "Arabic": "قالت وزارة الدفاع يوم الجمعة إن القوات غادرت المدينة بعد المحادثات مع الدولة المجاورة. ",
    "Hebrew": "משרד הביטחון הודיע ביום שישי כי הכוחות עזבו את העיר לאחר השיחות עם המדינה השכנה. ",
    "Persian": "وزارت دفاع روز جمعه گفت که نیروها پس از گفتگو با کشور همسایه شهر را ترک کردند. ",
    "Chinese": "国防部星期五表示，部队在与邻国会谈后离开了该城。",
    "Japanese": "国防省は金曜日、隣国との協議のあと部隊が町を離れたと発表した。",
    "Korean": "국방부는 금요일 이웃 나라와의 회담 이후 부대가 도시를 떠났다고 밝혔다. ",
    "Armenian": "Պաշտպանության նախարարությունը հայտնեց, որ զորքերը լքել են քաղաքը բանակցություններից հետո։ ",
    "Georgian": "თავდაცვის სამინისტრომ პარასკევს განაცხადა, რომ ჯარებმა ქალაქი დატოვეს. ",
    "Azerbaijani": "Müdafiə Nazirliyi cümə günü bildirib ki, qoşunlar danışıqlardan sonra şəhəri tərk edib "
    "və bu bir addım üçün görə olub. ",
    "Turkish": "Savunma Bakanlığı cuma günü yaptığı açıklamada birliklerin görüşmelerden sonra kenti terk "
    "ettiği ve bu adımın bir anlaşma için olduğu dedi. ",
    "German": "Das Ministerium teilte am Freitag mit, dass die Truppen die Stadt nach den Gesprächen mit "
    "dem Nachbarland verlassen haben. ",
    "French": "Le ministère a déclaré vendredi que les troupes ont quitté la ville après des pourparlers "
    "avec le pays voisin. ",
    "Spanish": "El ministerio dijo el viernes que las tropas salieron de la ciudad después de las "
    "conversaciones con el país vecino. ",
    "Italian": "Il ministero ha detto venerdì che le truppe sono uscite dalla città dopo i colloqui con il "
    "paese vicino. ",
    "Portuguese": "O ministério disse na sexta-feira que as tropas saíram da cidade após as conversações "
    "com o país vizinho, mas não do porto. ",
    "Polish": "Ministerstwo podało w piątek, że wojska opuściły miasto po rozmowach i nie jest to koniec, a "
    "na granicy się strzela. ",
    "Dutch": "Het ministerie zei op vrijdag dat de troepen de stad na de gesprekken met het buurland hebben verlaten. ",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_other_languages_are_named(language: str) -> None:
    assert foreign(SENTENCES[language] * 8) == language


def test_a_language_is_refused_only_when_sure() -> None:
    english = "The ministry said on Friday that the troops had left the town after talks with the neighbour. "
    names = "Mar del Plata, Rio de la Plata, Costa de los Pinos, El Paso de la Reina, San Juan de los Lagos. "

    assert foreign(english * 10) is None
    assert foreign(english * 3 + names * 2) is None
    assert foreign(english * 4 + SENTENCES["Arabic"] * 3) is None
    assert foreign(SENTENCES["Korean"]) is None, "too short to be sure"
    assert foreign("1234 5678 " * 100) is None
