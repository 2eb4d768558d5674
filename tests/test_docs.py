"""The documentation agrees with the code: every command, setting, type, field and link."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import click
import msgspec
import pytest
import typer.main
from msgspec import Struct

from dragoman.codebook.load import DATA, load
from dragoman.codebook.shapes import ActorFile, EventType, PlaceFile
from dragoman.codebook.shapes_furniture import Outlet
from dragoman.config import PREFIX, Config
from dragoman.model.claim import Actor, Attribution, Claim, Quotation, Voice
from dragoman.model.event import Casualty, CasualtyKind, Framing, Plover, Reality, Stance, When
from dragoman.model.incident import Account, Breach, Commitment, Discrepancy, Failure, Incident, Ledger, Status
from dragoman.model.text import Bounds, Document, Mark, MarkKind
from dragoman.model.world import Grain, Place, Precision
from dragoman.serve.cli import app
from dragoman.serve.layers import LAYERS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FILES = (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in FILES}
LEDGER, CODEBOOK, ARCHITECTURE = (PAGES[f"docs/{name}.md"] for name in ("ledger", "codebook", "architecture"))
GIVEN_BY_TYPER = {"--install-completion", "--show-completion"}


def ticked(page: str) -> set[str]:
    """Everything between back-ticks."""
    return {inside.replace("\\|", "|") for inside in re.findall(r"`([^`\n]+)`", page)}


def commands(command: click.Command, name: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    inner = getattr(command, "commands", {})
    found = {name: command} if name else {}
    for key, one in inner.items():
        found |= commands(one, (*name, key))
    return found


COMMANDS = commands(typer.main.get_command(app))


@pytest.mark.parametrize("name", [name for name, one in COMMANDS.items() if not hasattr(one, "commands")])
def test_every_command_is_in_the_readme(name: tuple[str, ...]) -> None:
    assert any(code.startswith(f"dragoman {' '.join(name)}") for code in ticked(README))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_readme(name: tuple[str, ...]) -> None:
    long = {option for one in COMMANDS[name].params for option in one.opts if option.startswith("--")}

    assert {option for option in long - GIVEN_BY_TYPER if option not in README} == set()


def test_the_readme_names_no_other_option() -> None:
    real = {option for one in COMMANDS.values() for param in one.params for option in param.opts}
    named = {option for code in ticked(README) for option in re.findall(r"(?<![\w-])--[a-z-]+", code)}

    assert named - real <= {"--version", "--help"}


def test_every_layer_is_in_the_readme() -> None:
    assert set(LAYERS) <= ticked(README)


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    for key, default in zip(Config.__struct_fields__, Config.__struct_defaults__, strict=True):
        shown = "none" if default in ((), "") else f"`{default}`" if isinstance(default, str) else str(default)
        row = re.search(rf"^\| `{key}` \| `{PREFIX}{key.upper()}` \| (.*?) \|", README, re.MULTILINE)
        assert row is not None, key
        assert shown == row[1]
    rows = re.findall(rf"`{PREFIX}([A-Z_]+)`", README)
    assert {row.casefold() for row in rows} - {"config"} == set(Config.__struct_fields__)


def test_every_type_is_explained() -> None:
    rows = re.findall(r"^\| ([A-Z]+) \|", CODEBOOK, re.MULTILINE)

    assert set(rows) == set(load().events)
    for name in rows:
        assert name in LEDGER


@pytest.mark.parametrize("values", [MarkKind, Stance, Reality, Status, CasualtyKind, Precision, Grain])
def test_every_value_is_in_the_page_of_the_ledger(values: Any) -> None:
    assert set(get_args(values)) - ticked(LEDGER) == set()


def test_every_kind_of_mark_is_in_the_page_of_the_codebook() -> None:
    assert set(get_args(MarkKind)) - ticked(CODEBOOK) == set()


RECORDS = (
    Ledger, Document, Bounds, Mark, Claim, Plover, Actor, Voice, When, Place, Casualty, Framing, Quotation, Incident, Account,
    Discrepancy, Commitment, Breach, Failure,
)  # fmt: skip


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_is_in_the_page_of_the_ledger(record: type[Struct]) -> None:
    named = {word for code in ticked(LEDGER) for word in re.findall(r"[a-z_]+", code)}

    assert set(record.__struct_encode_fields__) - named == set()


def test_the_example_has_the_fields_of_a_claim() -> None:
    shown = re.search(r"```json\n(.*?)```", LEDGER, re.DOTALL)
    assert shown is not None

    claims = json.loads(shown[1])

    assert claims
    for claim in claims:
        assert tuple(claim) == Claim.__struct_encode_fields__
    report = re.search(r"```report\n(.*?)```", LEDGER, re.DOTALL)
    assert report is not None
    assert [report[1][slice(*claim["span"])] for claim in claims] == ["accused", "shelling"]


def test_the_files_that_the_page_of_the_codebook_shows_can_be_decoded() -> None:
    shown = re.findall(r"```toml\n(.*?)```", CODEBOOK, re.DOTALL)

    assert len(shown) == 4
    for text, shape in zip(shown, (EventType, ActorFile, PlaceFile, Outlet), strict=True):
        assert msgspec.toml.decode(text, type=shape) is not None


def test_every_folder_and_word_list_is_in_the_page_of_the_codebook() -> None:
    folders = {f"{path.name}/" for path in DATA.iterdir() if path.is_dir()} - {"languages/"}
    lists = {path.name for path in (DATA / "languages" / "en").glob("*.toml")}

    assert (folders | lists) - ticked(CODEBOOK) == set()


def test_modules_that_the_architecture_names_are_there() -> None:
    named = {code for code in ticked(ARCHITECTURE) if re.fullmatch(r"[a-z_/]+(\.py|/)", code)}

    assert len(named) > 25
    missing = {code for code in named if not (ROOT / "src" / "dragoman" / code).exists()}
    assert {code for code in missing if not (ROOT / code).exists()} == set()


def test_every_stage_is_in_the_architecture() -> None:
    parts = {path.name for path in (ROOT / "src" / "dragoman").iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert {part for part in parts if f"`{part}/`" not in ARCHITECTURE} == set()


def test_records_that_the_architecture_names_are_in_their_modules() -> None:
    rows = re.findall(r"^\| (`[A-Z].*?) \| `(model/\w+\.py)` \|", ARCHITECTURE, re.MULTILINE)

    assert len(rows) >= 9
    for records, module in rows:
        source = (ROOT / "src" / "dragoman" / module).read_text(encoding="utf-8")
        for record in re.findall(r"`(\w+)`", records):
            assert f"class {record}(Struct" in source
    assert Attribution.__name__ in ARCHITECTURE


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", PAGES[page]):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, section = target.partition("#")
        to = (ROOT / page).parent / path if path else ROOT / page
        assert to.exists(), target
        if section:
            headings = re.findall(r"^#+ (.+)$", to.read_text(encoding="utf-8"), re.MULTILINE)
            assert section in {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
