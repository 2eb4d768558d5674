"""The codebook is read strictly, merged by code, and laid over by a user's folder."""

from __future__ import annotations

import pickle
import time
from datetime import date
from pathlib import Path

import pytest

from dragoman.codebook import load as loading
from dragoman.codebook.load import Codebook, load
from dragoman.codebook.shapes import WordClasses
from dragoman.errors import CodebookError

STATES_OF_THE_UN = 193


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def test_every_state_has_a_name_an_iso_code_and_people(codebook: Codebook) -> None:
    states = [entry for entry in codebook.actors if entry.kind == "state" and len(entry.code) == 3]
    assert len(states) >= STATES_OF_THE_UN
    assert [entry.code for entry in states if not (entry.names or entry.weak) or not entry.iso2] == []
    called = {entry.code for entry in states if entry.demonyms}
    assert len(called) >= STATES_OF_THE_UN - 3
    # Only the Holy See's people and a few islands' go by the name of the place alone.
    assert {"ARM", "SDN", "MMR", "CIV", "TLS", "PSE", "KNA", "VUT", "LSO"} <= called


@pytest.mark.parametrize(
    ("code", "demonym"),
    [
        ("TUR", "Turks"), ("NLD", "Dutch"), ("PHL", "Filipino"), ("KGZ", "Kyrgyz"), ("COD", "Congolese"),
        ("NER", "Nigerien"), ("LSO", "Basotho"), ("MDG", "Malagasy"), ("BFA", "Burkinabe"),
    ],
)
def test_irregular_names_of_people(codebook: Codebook, code: str, demonym: str) -> None:
    entry = codebook.actor(code)
    assert entry is not None
    assert demonym in entry.demonyms


def test_disputed_territories_name_parent_and_claimant(codebook: Codebook) -> None:
    abkhazia = codebook.actor("ABK")
    assert abkhazia is not None
    assert (abkhazia.parent, abkhazia.kind) == ("GEO", "de-facto")
    assert "RUS" in abkhazia.claimed_by
    assert codebook.actor("QQQ") is None


def test_codes_are_unique_and_sorted(codebook: Codebook) -> None:
    codes = [entry.code for entry in codebook.actors]
    assert codes == sorted(set(codes))


def test_strong_names_belong_to_one_actor(codebook: Codebook) -> None:
    owners: dict[str, set[str]] = {}
    for entry in codebook.actors:
        if entry.kind == "state":
            for name in (*entry.names, *entry.demonyms):
                if name not in entry.weak:
                    owners.setdefault(name, set()).add(entry.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_entries_with_one_code_are_merged(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "ZZT.toml").write_text(
        '[[actor]]\ncode = "KEN"\nkind = "state"\nname = "Kenya"\nnames = ["Kenya"]\nweak = ["Kenyan"]\n'
        '[[actor.roles]]\noffice = "head-of-state"\nperson = "Testa Mfano"\nsince = 2020-01-01\n',
        encoding="utf-8",
    )
    merged = load([tmp_path]).actor("KEN")
    assert merged is not None
    assert merged.capital == ("Nairobi",)
    assert "Testa Mfano" in {role.person for role in merged.roles}
    assert merged.names.count("Kenya") == 1
    assert all(isinstance(role.since, date) for role in merged.roles)


def test_a_users_file_replaces_ours_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "oceania.toml").write_text(
        '[[actor]]\ncode = "ZZZ"\nkind = "state"\nname = "Testland"\nnames = ["Testland"]\n', encoding="utf-8"
    )
    laid = load([tmp_path])
    assert laid.actor("ZZZ") is not None
    fiji = laid.actor("FJI")
    assert fiji is not None
    assert fiji.demonyms == ()
    assert laid.digest != load().digest


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('[[actor]]\ncode = "ZZZ"\nkind = "planet"\nname = "Z"\nnames = []\n', "kind"),
        ('[[actor]]\ncode = "ZZZ"\nkind = "state"\nname = "Z"\nnames = []\ncolour = "red"\n', "colour"),
        ("[[actor]\n", "bad.toml"),
    ],
)
def test_errors_name_file_and_key(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "bad.toml").write_text(content, encoding="utf-8")
    with pytest.raises(CodebookError, match=complaint) as caught:
        load([tmp_path])
    assert "bad.toml" in str(caught.value)


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="no such folder"):
        load([tmp_path / "nowhere"])


def test_language_files_are_read_by_name(codebook: Codebook) -> None:
    words = codebook.language("actor_words", WordClasses)
    assert "both" in words.classes["pair_openers"]
    with pytest.raises(CodebookError, match="no file"):
        codebook.language("no_such_file", WordClasses)


def test_the_digest_depends_on_names_and_contents() -> None:
    one = loading._digest({"a.toml": b"x", "b.toml": b"y"})
    assert one == loading._digest({"b.toml": b"y", "a.toml": b"x"})
    assert one != loading._digest({"a.toml": b"xb.toml", "b": b"y"})
    assert one != loading._digest({"a.toml": b"x", "b.toml": b"z"})


def test_a_codebook_travels_to_other_processes(codebook: Codebook) -> None:
    assert pickle.loads(pickle.dumps(codebook)) == codebook


def test_a_cold_load_is_quick() -> None:
    """The budget is 0.25 s of processor time; the floor leaves room for a slow machine."""
    loading._load.cache_clear()
    before = time.process_time()
    load()
    assert time.process_time() - before < 1.0
