"""Write what the README shows: the terminal view of the first sample report, cut, and a picture of its page.

Run ``python tools/capture.py``, or with ``--picture`` where Chromium and playwright (a development extra) are.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from pathlib import Path

from rich.console import Console

import dragoman
from dragoman.serve.html import to_html
from dragoman.serve.samples import sample
from dragoman.serve.text import show

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "report.png"
WIDTH = 92
_SECTIONS = {"": 4, "Contested": 16, "Claims": 14, "Commitments": 5, "Quotations": 5, "Set aside": 4}
"""Sections of the view that are shown, and how many of their lines."""
_CUT = "   […]"


def main() -> None:
    """Replace the capture between the README's two marks; with ``--picture`` take the picture as well."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--picture", action="store_true")
    told = ask.parse_args()
    one = sample()
    ledger = dragoman.read(one.text, one.published, outlet=one.outlet, title=one.title)
    console = Console(width=WIDTH, color_system=None, emoji=False, markup=False, force_terminal=False)
    with console.capture() as captured:
        show(ledger, console)
    shown = "```text\n" + "\n".join(_cut([line.rstrip() for line in captured.get().splitlines()])) + "\n```"
    readme = README.read_text(encoding="utf-8")
    parts = re.split(r"(<!-- capture -->\n|\n<!-- end of capture -->)", readme)
    if len(parts) != 5:
        raise SystemExit("README.md: the two marks of the capture are not there")
    parts[2] = shown
    README.write_text("".join(parts), encoding="utf-8")
    if told.picture:
        _picture(to_html(ledger))


def _cut(lines: list[str]) -> list[str]:
    """Keep the first lines of each section that is shown."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        heading = re.match(r"(\w[\w ]*?)(?: · \d+)? ─{3,}", line)
        if heading:
            sections.append((heading[1], []))
        sections[-1][1].append(line)
    kept: list[str] = []
    for name, body in sections:
        if name in _SECTIONS:
            kept += body[: _SECTIONS[name]] + ([_CUT] if len(body) > _SECTIONS[name] else [])
            kept += _why(body) if name == "Contested" else []
            kept += [""] if kept[-1] else []
    return kept[:-1]


def _why(body: list[str]) -> list[str]:
    """The end of the first contested incident: why it is, and in what the accounts differ."""
    first = next((i for i, line in enumerate(body) if "Why contested" in line), len(body))
    last = next((i for i in range(first, len(body)) if body[i].startswith("╰")), len(body) - 1)
    return body[first : last + 1]


def _picture(page: str) -> None:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        path = Path(folder) / "report.html"
        path.write_text(page, encoding="utf-8")
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1180, "height": 900})
        tab.goto(path.as_uri())
        PICTURE.parent.mkdir(exist_ok=True)
        tab.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
