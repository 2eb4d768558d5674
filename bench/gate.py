"""The gate: what is measured on our own gold, against the floors pinned in ``bench/floors.toml``.

    python bench/gate.py                      measure, compare with the floors and with the frozen results; status 1 below a floor
    python bench/gate.py --freeze             also keep these results as the frozen ones, and raise the floors to them
    python bench/gate.py --freeze --lower "why it may be worse"      and lower floors, noting the reason beside them

Layers: ``development`` and ``locked`` are whole reports with their ledgers (``gold/``; of the locked ones only sums are shown
and kept), ``phenomena`` the labelled cases of the tests, ``relations`` sentences that the classifier never saw
(``bench/relations``). The interval behind a figure is what 95 of 100 resamplings of its reports or sentences give.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from calibration import calibration_error
from dragoman.config import load_config
from dragoman.pipeline import Reader
from ledgers import Comparison, Row, compare, figures, reports
from sentence_sets import macro_figures, measure_relations

HERE = Path(__file__).parent
GOLD, CASES = HERE.parent / "gold", HERE.parent / "tests"
FLOORS, FROZEN = HERE / "floors.toml", HERE / "frozen"
SLACK = 0.05
"""What rounding may cost a figure before it counts as below its floor."""
RESAMPLINGS = 1000
LOWER_IS_BETTER = {"false current", "type ece", "voice ece"}


@dataclass
class Measured:
    """One layer: its figures, their intervals, and a line for each case (none where cases are not shown)."""

    figures: dict[str, float]
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)


def main() -> int:
    """Measure all layers, print what changed, and say whether a floor is broken."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--freeze", action="store_true", help="keep these results and raise the floors to them")
    ask.add_argument("--lower", metavar="REASON", help="with --freeze: floors may fall, for this reason")
    asked = ask.parse_args()
    reader = Reader.open(load_config())
    pinned = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    layers = {
        "development": lambda: measure_reports(reader, GOLD / "development", shown=True),
        "locked": lambda: measure_reports(reader, GOLD / "locked", shown=False),
        "phenomena": lambda: measure_cases(reader),
        "relations": lambda: relation_layer(reader),
    }
    measured = {name: run() for name, run in layers.items()}
    broken = [line for name, one in measured.items() for line in show(name, one, pinned.get("layers", {}).get(name, {}))]
    digests = {"gold": gold_digest(), "codebook": reader.codebook.digest}
    moved = [name for name, value in digests.items() if pinned.get("digests", {}).get(name) not in (None, value)]
    if moved:
        print(f"changed since the floors were pinned: {', '.join(moved)}")
    if asked.freeze:
        return freeze(measured, pinned, digests, asked.lower)
    if "gold" in moved:
        broken.append("the gold differs from the pinned one, so the floors say nothing: pin again with --freeze")
    print("\n".join(["", *broken]) if broken else "\nno figure is below its floor")
    return int(bool(broken))


# --- layers ------------------------------------------------------------------------------------------------------------


def measure_reports(reader: Reader, folder: Path, *, shown: bool) -> Measured:
    """Read whole reports and compare their ledgers with the record."""
    compared = [compare(report, report.read(reader)) for report in reports(folder)]
    rows = [row for one in compared for row in one.rows]
    confusion = Counter((r.type, r.found_type or "nothing") for r in rows if r.outcome == "missed")
    confusion.update((r.type, r.type) for r in rows if r.outcome in {"pair", "triple", "ledger"})

    def all_figures(some: Sequence[Comparison]) -> dict[str, float]:
        return {**figures(sum((c.counts for c in some), Counter())), **calibration([r for c in some for r in c.rows])}

    return Measured(
        all_figures(compared), intervals(compared, all_figures), {_name(r): _say(r) for r in rows} if shown else {}, confusion
    )


def calibration(rows: Sequence[Row]) -> dict[str, float]:
    """Expected calibration error of the confidence in type and in voice, over the claims that were found."""
    ours = [r for r in rows if r.confidence is not None]
    if not ours:
        return {}
    by_type = [(r.confidence["type"], r.outcome != "extra") for r in ours if r.confidence and "type" in r.confidence]
    by_voice = [
        (r.confidence["voice"], "voice" not in r.wrong)
        for r in ours if r.confidence and "voice" in r.confidence and r.outcome in {"pair", "triple", "ledger"}
    ]  # fmt: skip
    return {"type ece": calibration_error(by_type), "voice ece": calibration_error(by_voice)}


def measure_cases(reader: Reader) -> Measured:
    """Run the labelled cases of the tests; one figure for each tier."""
    sys.path.insert(0, str(CASES))
    from dragoman.intake.files import make_document
    from test_cases import run

    outcomes = run(lambda text, published: reader.read(make_document(text, published=published)))
    shares = {
        tier: round(100 * sum(not o.wrong for o in outcomes if o.case.tier == tier) / n, 1)
        for tier, n in Counter(o.case.tier for o in outcomes).items()
    }
    return Measured(shares, cases={o.case.id: "; ".join(o.wrong) or "right" for o in outcomes})


def relation_layer(reader: Reader) -> Measured:
    """Type the relations of sentences that the classifier never saw."""
    rows = measure_relations(reader, HERE / "relations")
    return Measured(
        macro_figures(rows), intervals(rows, macro_figures),
        {r.text: r.wanted if r.wanted == r.found else f"{r.wanted} read as {r.found}" for r in rows},
        Counter((r.wanted, r.found) for r in rows),
    )  # fmt: skip


def intervals(items: Sequence[Any], measure: Callable[[Sequence[Any]], dict[str, float]]) -> dict[str, tuple[float, float]]:
    """Between which values 95 of 100 resamplings of the items lie, for each figure."""
    chance = random.Random(1)
    times = RESAMPLINGS if len(items) <= 100 else RESAMPLINGS // 10
    samples = [measure(chance.choices(items, k=len(items))) for _ in range(times)] if items else []
    names = samples[0] if samples else {}
    ranked = {name: sorted(s.get(name, 0.0) for s in samples) for name in names}
    return {name: (values[len(values) // 40], values[-1 - len(values) // 40]) for name, values in ranked.items()}


# --- what is printed -----------------------------------------------------------------------------------------------------


def show(name: str, one: Measured, floors: dict[str, float]) -> list[str]:
    """Print a layer beside its floors, and what became better and worse; give back the broken floors."""
    print(f"\n{name}")
    broken = []
    for figure, value in one.figures.items():
        low, high = one.intervals.get(figure, (value, value))
        floor = floors.get(figure)
        below = floor is not None and worse(figure, value, floor)
        between = f"[{low:6.1f} {high:6.1f}]" if figure in one.intervals else ""
        print(f"  {figure:<16}{value:>8.2f}  {between:<17}" + (f"  floor {floor:.1f}" if floor is not None else "") + "  BELOW" * below)
        if below:
            broken.append(f"{name}: {figure} is {value}, its floor is {floor}")
    before = _frozen(name).get("cases", {})
    changed = [(case, before.get(case), now) for case, now in one.cases.items() if before and before.get(case) != now]
    changed += [(case, was, None) for case, was in before.items() if case not in one.cases]
    for case, was, now in changed[:40]:
        print(f"  changed  {case}: {was or '-'} -> {now or '-'}")
    if len(changed) > 40:
        print(f"  ... and {len(changed) - 40} more")
    mixed = [(n, pair) for pair, n in one.confusion.most_common() if pair[0] != pair[1]][:8]
    if mixed:
        print("  most often taken for another: " + ", ".join(f"{a} as {b} {n}x" for n, (a, b) in mixed))
    return broken


def worse(figure: str, value: float, floor: float) -> bool:
    """Whether a value lies beyond its floor on the wrong side."""
    return value > floor + SLACK if figure in LOWER_IS_BETTER else value < floor - SLACK


def _name(row: Row) -> str:
    return f"{row.report} {row.type} {'+' if row.outcome == 'extra' else ''}{row.words}"


def _say(row: Row) -> str:
    return row.outcome + (f", read as {row.found_type}" if row.outcome == "missed" and row.found_type else "") + (
        f", wrong: {', '.join(row.wrong)}" if row.wrong else ""
    )


# --- what is kept --------------------------------------------------------------------------------------------------------


def gold_digest() -> str:
    """Digest of every gold report, record and sentence."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted([*GOLD.glob("*/*.txt"), *GOLD.glob("*/*.yaml"), *(HERE / "relations").glob("*.tsv")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _frozen(name: str) -> dict[str, Any]:
    path = FROZEN / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def freeze(measured: dict[str, Measured], pinned: dict[str, Any], digests: dict[str, str], reason: str | None) -> int:
    """Keep results and floors; refuse to lower a floor without a reason."""
    layers, lowered = pinned.get("layers", {}), list(pinned.get("lowered", []))
    for name, one in measured.items():
        for figure, value in one.figures.items():
            floor = layers.get(name, {}).get(figure)
            if floor is not None and worse(figure, value, floor):
                if reason is None:
                    print(f'{name}: {figure} would fall from {floor} to {value}: say why with --lower "..."')
                    return 1
                day = date.today().isoformat()
                lowered.append({"layer": name, "figure": figure, "from": floor, "to": value, "why": reason, "on": day})
    FROZEN.mkdir(exist_ok=True)
    for name, one in measured.items():
        confusion = {f"{a} as {b}": n for (a, b), n in sorted(one.confusion.items())}
        kept = {"figures": one.figures, "intervals": one.intervals, "cases": one.cases, "confusion": confusion}
        (FROZEN / f"{name}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    FLOORS.write_text(_floors_toml(measured, digests, lowered), "utf-8")
    print("\nfrozen; floors pinned")
    return 0


def _floors_toml(measured: dict[str, Measured], digests: dict[str, str], lowered: list[dict[str, Any]]) -> str:
    """The floors file: digests of what was measured on, floors by layer, and every lowering with its reason."""
    lines = ["# Written by bench/gate.py --freeze. A floor falls only with a reason, which is kept below.", "[digests]"]
    lines += [f'{name} = "{value}"' for name, value in digests.items()]
    for name, one in measured.items():
        lines += ["", f"[layers.{name}]", *(f'"{figure}" = {value}' for figure, value in one.figures.items())]
    for entry in lowered:
        lines += ["", "[[lowered]]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
