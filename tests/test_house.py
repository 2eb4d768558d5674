"""The rules of the house (CONTRIBUTING.md), checked on the files themselves."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import dragoman
from dragoman.model.event import Reality, Stance
from dragoman.model.incident import Status

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "dragoman"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 400
MOST_FUNCTION_LINES = 45
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Files under version control; every file where there is no repository."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, timeout=60)
    if done.returncode:
        pytest.skip("no git repository: which files are ours cannot be told")
    return tuple(path for entry in done.stdout.decode().split("\0") if entry and (path := ROOT / entry).is_file())


def texts() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" not in raw[:8000]:
            yield path, raw.decode("utf-8", errors="replace")


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120, cwd=ROOT
    )
    return done.stdout.strip()


# --- modules and functions --------------------------------------------------------------------------------------------


def test_the_import_contracts_hold() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout)


def test_no_module_is_too_long() -> None:
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert len(sizes) > 50
    assert {module: size for module, size in sizes.items() if size > MOST_LINES} == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{name(path)}:{node.name}": size
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, Function) and (size := (node.end_lineno or 0) - node.lineno + 1) > MOST_FUNCTION_LINES
    }

    assert long == {}


def test_no_module_has_a_vague_name() -> None:
    parts = {part for path in MODULES for part in (*path.relative_to(PACKAGE).parent.parts, path.stem)}

    assert parts & VAGUE == set()


def test_only_the_command_line_prints() -> None:
    printing = {
        name(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }

    assert all(module.startswith("serve/cli/") for module in printing)


def test_only_the_configuration_reads_the_environment() -> None:
    reading = {
        name(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv", "putenv"})
        or (isinstance(node, ast.alias) and node.name in {"environ", "environb", "getenv", "putenv"})
    }

    assert reading == {"config.py", "annotate/grammar.py"}


def test_grammar_sets_nothing_but_threads() -> None:
    source = (PACKAGE / "annotate" / "grammar.py").read_text(encoding="utf-8")

    assert source.count("os.environ") == 1
    assert "os.environ.setdefault(variable, " in source
    assert set(re.findall(r'"([A-Z_]{6,})"', source)) == {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}


def test_no_error_is_caught_without_saying_which() -> None:
    broad = {
        f"{name(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    }

    assert broad == set()


def public(node: ast.AST) -> Iterator[Documented]:
    """Public classes and functions at the top of a module, and public methods of public classes."""
    for child in getattr(node, "body", []):
        if isinstance(child, Documented) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


def test_everything_public_has_a_docstring() -> None:
    bare = [
        name(path) for path in MODULES if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    for path in MODULES:
        bare += [f"{name(path)}:{node.name}" for node in public(tree(path)) if not ast.get_docstring(node)]

    assert bare == []


def test_no_rule_is_silenced_without_its_code() -> None:
    # written in parts, so that this file does not silence anything itself
    silenced = re.compile(r"#\s*(?:no" + r"qa|type:\s*ig" + r"nore)(?!: [A-Z]+[0-9]|\[[a-z-]+)")
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix == ".py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if silenced.search(line)
    ]

    assert bare == []


# --- the package ------------------------------------------------------------------------------------------------------


def test_what_the_package_offers_can_be_imported_and_nothing_else() -> None:
    assert dragoman.__all__ == sorted(dragoman.__all__)
    assert all(getattr(dragoman, offered, None) is not None for offered in dragoman.__all__)
    star: dict[str, object] = {}
    exec("from dragoman import *", star)
    assert set(star) - {"__builtins__"} == set(dragoman.__all__)


def test_importing_the_package_opens_nothing_heavy() -> None:
    heavy = python(
        "import sys, dragoman; print(sorted({'spacy', 'thinc', 'trafilatura', 'typer', 'numpy'} & set(sys.modules)))"
    )

    assert heavy == "[]"


def test_the_version_is_the_projects() -> None:
    assert f'version = "{dragoman.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


# --- words ------------------------------------------------------------------------------------------------------------


def structs() -> set[str]:
    return {
        node.name
        for path in (PACKAGE / "model").glob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id == "Struct" for b in node.bases)
    }


def defined() -> set[str]:
    """Words with a row in docs/words.md."""
    rows = re.findall(r"^\| ([a-z, -]+?) \|", (ROOT / "docs" / "words.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {word.strip() for row in rows for word in row.split(",")}


@pytest.mark.parametrize(
    "record",
    [
        "Claim",
        "Voice",
        "Incident",
        "Account",
        "Commitment",
        "Quotation",
        "Mention",
        "Attribution",
        "Sighting",
        "Document",
        "Mark",
        "Discrepancy",
        "Ledger",
        "Framing",
    ],
)
def test_a_record_is_called_by_its_word(record: str) -> None:
    assert record in structs()
    assert record.lower() in defined()


def test_the_words_give_every_value_of_status_stance_and_reality() -> None:
    words = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    for values in (get_args(Status), get_args(Stance), get_args(Reality)):
        for value in values:
            assert value in words
    assert set(get_args(Status)) <= defined()


# --- the folder -------------------------------------------------------------------------------------------------------


def test_every_command_of_the_readme_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)\s*make ([a-z-]+)", readme, re.MULTILINE))

    assert named >= {"demo", "test"}
    assert named <= targets


def test_pins_carry_hashes_and_no_address() -> None:
    locks = sorted(ROOT.glob("requirements*.lock"))

    assert [lock.name for lock in locks] == ["requirements-dev.lock", "requirements-train.lock", "requirements.lock"]
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
        entries = text.replace("\\\n", " ").strip().splitlines()
        assert len(entries) > 8
        for entry in entries:
            assert re.match(
                r"^[a-z0-9._-]+(\[[a-z,]+\])?==\S+( ;[^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*$", entry
            ), entry


def test_the_run_time_pins_are_among_the_developers() -> None:
    def pins(file: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


# Written in parts, so that this file does not name them itself.
FOREIGN = {
    "a package host": re.compile(
        r"pypi\."
        + r"org|python"
        + r"hosted\.org|arti"
        + r"factory|/simple"
        + r"/|npm"
        + r"js\.org|hugging"
        + r"face\.co/"
    ),
    "a path of one machine": re.compile(r"(?<![\w.~-])/(?:wo" + r"rk|tm" + r"p|ho" + r"me/\w+|ro" + r"ot)/\w"),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names(what: str) -> None:
    naming = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path, text in texts()
        if (found := FOREIGN[what].search(text)) is not None
    ]

    assert naming == []


def test_no_large_file_is_tracked() -> None:
    large = {
        path.relative_to(ROOT).as_posix() for path in tracked() if path.stat().st_size > 20_000_000
    }
    model = PACKAGE / "codebook" / "data" / "built" / "relations.onnx"

    assert large <= {model.relative_to(ROOT).as_posix()}
    assert model.stat().st_size <= 25_000_000
