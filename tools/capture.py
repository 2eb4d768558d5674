"""Write what the documentation shows: the view of the first sample report, cut, a picture of its page, an example.

Run ``python tools/capture.py``, or with ``--picture`` where Chromium and playwright (a development extra) are.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from rich.console import Console

import dragoman
from dragoman.serve.html import to_html
from dragoman.serve.json import to_json
from dragoman.serve.samples import sample
from dragoman.serve.text import show

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
LEDGER = ROOT / "docs" / "ledger.md"
PICTURE = ROOT / "docs" / "images" / "report.png"
WIDTH = 92
_SECTIONS = {"": 4, "Contested": 16, "Claims": 14, "Commitments": 5, "Quotations": 5, "Set aside": 4}
"""Sections of the view that are shown, and how many of their lines."""
_CUT = "   […]"


def main() -> None:
    """Replace what stands between the marks of README.md and docs/ledger.md; with ``--picture`` take the picture."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--picture", action="store_true")
    told = ask.parse_args()
    one = sample()
    ledger = dragoman.read(one.text, one.published, outlet=one.outlet, title=one.title)
    console = Console(width=WIDTH, color_system=None, emoji=False, markup=False, force_terminal=False)
    with console.capture() as captured:
        show(ledger, console)
    shown = "```text\n" + "\n".join(_cut([line.rstrip() for line in captured.get().splitlines()])) + "\n```"
    _put(README, "capture", shown)
    _put(README, "printed", f"```text\n{_printed(README.read_text(encoding='utf-8'))}```")
    _put(LEDGER, "example", f"```json\n{_example(LEDGER.read_text(encoding='utf-8'))}\n```")
    if told.picture:
        _picture(to_html(ledger))


def _printed(page: str) -> str:
    """Return what the page's block of Python prints."""
    code = re.search(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    if code is None:
        raise SystemExit("README.md: no block of Python")
    return subprocess.run([sys.executable, "-c", code[1]], capture_output=True, text=True, check=True).stdout


def _example(page: str) -> str:
    """Return the claims of the report that the page gives, as JSON with short lists on one line."""
    report = re.search(r"```report\n(.*?)```", page, re.DOTALL)
    published = re.search(r"published on (\d{4}-\d\d-\d\d)", page)
    if report is None or published is None:
        raise SystemExit("docs/ledger.md: no report and day of publication")
    ledger = dragoman.read(report[1], date.fromisoformat(published[1]))
    claims = json.dumps(json.loads(to_json(ledger))["claims"], indent=2, ensure_ascii=False)
    return re.sub(r"[\[{]\s+([^\[\]{}]*?)\s+[\]}]", lambda m: m[0][0] + re.sub(r"\s*\n\s*", " ", m[1]) + m[0][-1], claims)


def _put(path: Path, name: str, content: str) -> None:
    parts = re.split(rf"(<!-- {name} -->\n|\n<!-- end of {name} -->)", path.read_text(encoding="utf-8"))
    if len(parts) != 5:
        raise SystemExit(f"{path}: the two marks of the {name} are not there")
    parts[2] = content
    path.write_text("".join(parts), encoding="utf-8")


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
