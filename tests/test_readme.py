"""What the README shows is what happens: its blocks of Python and of shell are run.

Where the reading changes, ``python tools/capture.py`` writes what is printed now.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKING = re.compile(r"^make ", re.MULTILINE)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    """Shell blocks, but for the one that installs and tests the whole house."""
    return [block for block in blocks("sh") if MAKING.search(block) is None]


def test_there_is_something_to_run() -> None:
    assert len(commands()) >= 2
    assert len(blocks("python")) >= 1


@pytest.mark.parametrize("code", blocks("python"))
def test_python_prints_what_the_readme_says(code: str) -> None:
    following = README.split(code, 1)[1]
    printed = re.match(r"```\n\n<!-- printed -->\n```text\n(.*?)^```$", following, re.DOTALL | re.MULTILINE)
    assert printed is not None

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=120, check=False
    )

    assert done.returncode == 0, done.stderr
    assert printed[1] == done.stdout


@pytest.mark.parametrize("block", commands())
def test_the_shell_runs_every_line(block: str, tmp_path: Path) -> None:
    beside = Path(sys.executable).parent
    variables = {**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}"}

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block],
        cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert '"error"' not in done.stdout


def test_the_capture_was_printed_for_the_sample() -> None:
    from dragoman.serve.samples import sample

    capture = re.search(r"<!-- capture -->\n```text\n(.*?)```\n<!-- end of capture -->", README, re.DOTALL)

    assert capture is not None
    assert sample().title in capture[1]
    assert "Contested" in capture[1]


def test_the_picture_is_there_and_light() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)

    assert pictures
    for picture in pictures:
        assert 10_000 < (ROOT / picture).stat().st_size <= 300_000
