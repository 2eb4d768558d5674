"""How far two separate codings of the same reports agree: the second read as if it were the program's, the first as the record.

python bench/agreement.py FIRST_FOLDER SECOND_FOLDER
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from ledgers import Comparison, Report, answers, figures, judge, recorded, reports


def main() -> int:
    """Print the figures of agreement over all reports that both folders hold."""
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    first, second = (Path(folder) for folder in sys.argv[1:])
    theirs = {report.name: report for report in reports(second)}
    both = [(report, theirs[report.name]) for report in reports(first) if report.name in theirs]
    total = sum((agreement(one, other).counts for one, other in both), Counter[str]())
    print(f"{len(both)} reports, {total['wanted']} required claims in the first coding, {total['found']} in the second")
    shown = {k: v for k, v in figures(total).items() if k not in {"quotes", "false current"}}
    print("  ".join(f"{name} {value}" for name, value in shown.items()))
    return 0


def agreement(one: Report, other: Report) -> Comparison:
    """Compare two codings; what either marked optional counts neither for nor against."""
    wanted = [recorded(c, one.text) for c in one.record["claims"]]
    found = [recorded(c, one.text) for c in other.record["claims"]]
    pairs = answers(wanted, found)
    done = Comparison(one.name)
    spare = sum(f.optional for j, f in enumerate(found) if j not in pairs.values())
    done.counts.update(
        wanted=sum(not w.optional for i, w in enumerate(wanted) if i not in pairs or not found[pairs[i]].optional),
        found=len(found) - spare - sum(wanted[i].optional or found[j].optional for i, j in pairs.items()),
    )
    for i, claim in enumerate(wanted):
        if not claim.optional and (i not in pairs or not found[pairs[i]].optional):
            judge(done, claim, replace(found[pairs[i]], optional=False) if i in pairs else None, found)
    return done


if __name__ == "__main__":
    sys.exit(main())
