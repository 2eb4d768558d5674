"""Fit the weights of confidence to the development gold, and draw how well they hold.

    python bench/calibrate.py            print the reliability of the weights in use, on development and (as sums) on locked gold
    python bench/calibrate.py --fit      fit them anew on the development gold and write languages/en/confidence.toml

One regularised logistic regression for each field over the signs of ``dragoman.extract.confidence``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from calibration import calibration_error, reliability
from dragoman.config import load_config
from dragoman.extract.confidence import FIELDS, signs
from dragoman.pipeline import Reader
from ledgers import Report, Row, compare, reports

HERE = Path(__file__).parent
GOLD = HERE.parent / "gold"
TARGET = HERE.parent / "src/dragoman/codebook/data/languages/en/confidence.toml"
PENALTY, ROUNDS, FEWEST = 2.0, 60, 5
"""L2 weight, Newton rounds, and claims that must show a sign before it gets a weight."""
Case = tuple[frozenset[str], bool]


def main() -> int:
    """Fit or show."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--fit", action="store_true", help="fit and write the weights")
    reader = Reader.open(load_config())
    if ask.parse_args().fit:
        cases = judged_signs(reader, reports(GOLD / "development"))
        TARGET.write_text(as_toml({field: fit(cases[field]) for field in FIELDS}), "utf-8")
        print(f"wrote {TARGET.relative_to(HERE.parent)} from {len(cases['type'])} claims")
        return subprocess.run([sys.executable, __file__], check=False).returncode  # a codebook is read once a process
    for folder in ("development", "locked"):
        rows = [row for report in reports(GOLD / folder) for row in compare(report, report.read(reader)).rows]
        show(folder, rows)
    return 0


def outcomes(row: Row) -> dict[str, bool]:
    """Which fields of a found claim are right; a field that does not apply is left out."""
    if row.outcome == "extra":
        return {"type": False, "overall": False}
    return {
        "type": True, "overall": row.outcome == "ledger", "actors": not {"actors", "recipients"} & set(row.wrong),
        "voice": "voice" not in row.wrong, "date": "date" not in row.wrong, "place": "place" not in row.wrong,
    }  # fmt: skip


def judged_signs(reader: Reader, gold: Sequence[Report]) -> dict[str, list[Case]]:
    """For each field the signs of every claim that was found, and whether the field was right."""
    cases: dict[str, list[Case]] = {field: [] for field in FIELDS}
    for report in gold:
        ledger = report.read(reader)
        notes = reader.annotate(ledger.document)
        spans = [c.span for c in ledger.claims]
        found = {c.key: frozenset(signs(c, notes, spans)) for c in ledger.claims}
        for row in compare(report, ledger).rows:
            if row.key in found:
                for field, right in outcomes(row).items():
                    cases[field].append((found[row.key], right))
    return cases


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """Weights of the signs by Newton's method; the bias is not penalised."""
    seen = Counter(sign for found, _ in cases for sign in found)
    names = ["bias", *sorted(sign for sign, n in seen.items() if n >= FEWEST)]
    x = np.array([[1.0, *(float(sign in found) for sign in names[1:])] for found, _ in cases])
    y = np.array([float(right) for _, right in cases])
    weights, penalty = np.zeros(len(names)), np.full(len(names), PENALTY)
    penalty[0] = 1e-6
    for _ in range(ROUNDS):
        said = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (said - y) + penalty * weights
        curve = (x * (said * (1 - said))[:, None]).T @ x + np.diag(penalty)
        weights -= np.linalg.solve(curve, slope)
    return {name: round(float(w), 2) for name, w in zip(names, weights, strict=True) if abs(w) >= 0.05 or name == "bias"}


def as_toml(weights: dict[str, dict[str, float]]) -> str:
    """The weights as a language file of the codebook."""
    lines = ["# Weights of confidence by field: log-odds that each sign adds. Written by bench/calibrate.py --fit."]
    for field, table in weights.items():
        lines += ["", f"[fields.{field}]", *(f'"{name}" = {value}' for name, value in table.items())]
    return "\n".join(lines) + "\n"


def show(folder: str, rows: Sequence[Row]) -> None:
    """Print, for each field, the reliability diagram as numbers and the expected calibration error."""
    print(f"\n{folder}")
    for field in FIELDS:
        judged = [
            (row.confidence[field], outcomes(row)[field])
            for row in rows if row.confidence and field in row.confidence and row.outcome != "missed" and field in outcomes(row)
        ]  # fmt: skip
        bins = "  ".join(f"{said:.2f}→{right:.2f} ({n})" for said, right, n in reliability(judged))
        print(f"  {field:<8} error {calibration_error(judged):.3f} over {len(judged)}:  {bins}")


if __name__ == "__main__":
    sys.exit(main())
