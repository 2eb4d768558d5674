"""Measure how claims of many reports are grouped into incidents, against happenings that people marked.

    python bench/grouping.py [--errors] [FOLDER ...]

A folder holds reports, ``index.toml`` and ``happenings.toml``; by default the sample reports are read, whose happenings stand
in ``gold/samples``. Every report is read
and all claims are grouped in memory, as a store would group them.

- B³, MUC and CEAF-e (precision, recall, F1) and the mean of the three F1: over the mentions for which a claim was read
  (``found``), and over all mentions, a mention without a claim standing alone (``all``);
- status: share of happenings whose incident has the status that people gave, the incident being the one with most mentions;
- days mixed: incidents that hold mentions of happenings which share no day.

A mention is matched with a claim of its report and type whose act overlaps its words.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

import dragoman
from dragoman.batch.shards import tell
from dragoman.clean.duplicates import find_copies, sketch
from dragoman.intake.files import make_document
from dragoman.model.grouped import Grouping
from dragoman.model.incident import Ledger, Status
from dragoman.pipeline import Reader
from dragoman.reconcile.corpus import group

SAMPLES = Path(dragoman.__file__).parent / "serve" / "samples"
GOLD = Path(__file__).parents[1] / "gold" / "samples"
FLOORS = {"B3": 0.85, "status": 0.85}


class Mention(Struct, frozen=True):
    """Words of a report that tell a happening."""

    report: str
    words: str


class Happening(Struct, frozen=True):
    """Something that happened once, with all the words that tell of it."""

    name: str
    type: str
    first: date
    last: date
    parties: tuple[str, ...]
    where: str
    status: Status
    why: str
    mention: tuple[Mention, ...] = ()


class Happenings(Struct, frozen=True):
    """A file of happenings."""

    happening: tuple[Happening, ...]


class Report(Struct, frozen=True):
    """A line of the index."""

    file: str
    title: str
    outlet: str
    kind: str
    published: date
    side: str | None = None

    @property
    def carrier(self) -> str | None:
        """The side that a ministry speaks for; the press of a side speaks for itself."""
        kind, _, side = self.kind.partition("-")
        return (self.side or side.upper() or None) if kind == "ministry" else None


class Index(Struct, frozen=True):
    """The index of a folder."""

    report: tuple[Report, ...]


class Read(Struct, frozen=True):
    """A report as read."""

    name: str
    outlet: str
    carrier: str | None
    ledger: Ledger


Scores = tuple[float, float, float]
"""Precision, recall, F1."""


def main() -> int:
    """Print the figures; the exit status is 1 where one of the two that have a floor is below it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="show every happening that is not grouped as people did")
    parser.add_argument("folder", nargs="*", type=Path)
    asked = parser.parse_args()
    folders = asked.folder or [SAMPLES]
    reader = Reader.open()
    reports = [read for folder in folders for read in read_folder(folder, reader)]
    happenings = [h for folder in folders for h in gold(folder)]
    if not happenings:
        print("no happenings to measure against", file=sys.stderr)
        return 2
    grouping = group_reports(reports)
    return show(reports, happenings, grouping, errors=asked.errors)


def gold(folder: Path) -> tuple[Happening, ...]:
    """Return the happenings of a folder."""
    path = (GOLD if folder == SAMPLES else folder) / "happenings.toml"
    return msgspec.toml.decode(path.read_bytes(), type=Happenings).happening if path.is_file() else ()


def read_folder(folder: Path, reader: Reader) -> Iterator[Read]:
    """Read the reports of a folder."""
    for report in msgspec.toml.decode((folder / "index.toml").read_bytes(), type=Index).report:
        text = (folder / report.file).read_text(encoding="utf-8")
        document = make_document(text, report.file, report.published, report.outlet, title=report.title)
        yield Read(report.file.removesuffix(".txt"), report.outlet, report.carrier, reader.read(document))


def group_reports(reports: Sequence[Read]) -> Grouping:
    """Group the claims of all reports."""
    sketches = {r.ledger.document.key: (r.ledger.document.published, r.outlet, sketch(r.ledger.document.text)) for r in reports}
    told = (
        replace(one, carrier=one.carrier or report.carrier) for report in reports for one in tell(report.ledger, (report.outlet,))
    )
    return group(told, (), find_copies(sketches))


# -- mentions and claims ----------------------------------------------------------------------------------------------------


def match(reports: Sequence[Read], happenings: Sequence[Happening]) -> dict[tuple[str, int], str]:
    """Return the claim of each mention that has one, by happening and place in its list: most overlap first, each claim once."""
    by_name = {r.name: r for r in reports}
    wanted = []
    for happening in happenings:
        for at, mention in enumerate(happening.mention):
            ledger = by_name[mention.report].ledger
            start = ledger.document.text.find(mention.words)
            end = start + len(mention.words)
            for claim in ledger.claims:
                shared = min(end, claim.span[1]) - max(start, claim.span[0])
                if claim.type == happening.type and shared > 0:
                    fit = shared / (claim.span[1] - claim.span[0])
                    wanted.append((-fit, len(mention.words), claim.reality != "actual", claim.span, claim.key, happening.name, at))
    found: dict[tuple[str, int], str] = {}
    taken: set[str] = set()
    for *_, key, name, at in sorted(wanted):
        if (name, at) not in found and key not in taken:
            found[name, at] = key
            taken.add(key)
    return found


def system_groups(grouping: Grouping) -> dict[str, str]:
    """Return the incident of each claim; a reprint stands where the claim does that it repeats."""
    found = {claim: h.incident.key for h in grouping.incidents for claim in h.incident.claims}
    found.update({r.claim: found[r.of] for r in grouping.reprints if r.of in found})
    return found


# -- measures ---------------------------------------------------------------------------------------------------------------

Partition = dict[int, str]
"""The group of each item."""


def f1(precision: float, recall: float) -> Scores:
    """Return precision and recall with their harmonic mean."""
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def groups_of(items: Partition) -> dict[str, set[int]]:
    """Return the items of each group."""
    found: dict[str, set[int]] = {}
    for item, name in items.items():
        found.setdefault(name, set()).add(item)
    return found


def b_cubed(gold_: Partition, system: Partition) -> Scores:
    """B³ (Bagga and Baldwin 1998): the mean over items of how pure and how complete an item's group is."""
    right, found = groups_of(gold_), groups_of(system)
    shared = {i: len(right[gold_[i]] & found[system[i]]) for i in gold_}
    count = len(gold_) or 1
    precision = sum(shared[i] / len(found[system[i]]) for i in gold_) / count
    recall = sum(shared[i] / len(right[gold_[i]]) for i in gold_) / count
    return f1(precision, recall)


def muc(gold_: Partition, system: Partition) -> Scores:
    """MUC (Vilain et al. 1995): of the links that a group needs, how many the other side has."""

    def share(ours: Partition, theirs: Partition) -> float:
        needed = kept = 0
        for members in groups_of(ours).values():
            needed += len(members) - 1
            kept += len(members) - len({theirs[i] for i in members})
        return kept / needed if needed else 1.0

    return f1(share(system, gold_), share(gold_, system))


def ceaf_e(gold_: Partition, system: Partition) -> Scores:
    """CEAF-e (Luo 2005): the best one-to-one alignment of groups by their overlap (φ4)."""
    right, found = list(groups_of(gold_).values()), list(groups_of(system).values())
    alike = [[2 * len(a & b) / (len(a) + len(b)) for b in found] for a in right]
    total = best_alignment(alike)
    return f1(total / len(found), total / len(right))


def best_alignment(alike: Sequence[Sequence[float]]) -> float:
    """Return the greatest sum of one-to-one pairs of rows and columns, by the Hungarian method on costs, O(rows² columns)."""
    if alike and len(alike) > len(alike[0]):
        alike = list(zip(*alike, strict=True))
    columns = len(alike[0]) if alike else 0
    ups, vps = [0.0] * (len(alike) + 1), [0.0] * (columns + 1)
    row_of, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, len(alike) + 1):
        row_of[0], at = row, 0
        least, used = [float("inf")] * (columns + 1), [False] * (columns + 1)
        while row_of[at]:
            used[at] = True
            here, step, after = row_of[at], float("inf"), 0
            for c in range(1, columns + 1):
                if used[c]:
                    continue
                cost = -alike[here - 1][c - 1] - ups[here] - vps[c]
                if cost < least[c]:
                    least[c], way[c] = cost, at
                if least[c] < step:
                    step, after = least[c], c
            for c in range(columns + 1):
                if used[c]:
                    ups[row_of[c]] += step
                    vps[c] -= step
                else:
                    least[c] -= step
            at = after
        while at:
            row_of[at], at = row_of[way[at]], way[at]
    return sum(alike[row_of[c] - 1][c - 1] for c in range(1, columns + 1) if row_of[c])


MEASURES = {"B3": b_cubed, "MUC": muc, "CEAF-e": ceaf_e}


def show(reports: Sequence[Read], happenings: Sequence[Happening], grouping: Grouping, *, errors: bool) -> int:
    """Print everything."""
    claims, homes = match(reports, happenings), system_groups(grouping)
    mentions = [(h, at) for h in happenings for at in range(len(h.mention))]
    all_gold = {i: h.name for i, (h, _) in enumerate(mentions)}
    system = {i: homes.get(claims.get((h.name, at), ""), f"alone {i}") for i, (h, at) in enumerate(mentions)}
    found = [i for i, (h, at) in enumerate(mentions) if (h.name, at) in claims]
    print(f"{len(reports)} reports, {len(happenings)} happenings, {len(mentions)} mentions, {len(found)} with a claim")
    print(f"{len(homes)} claims in {len(grouping.incidents)} incidents, {len(grouping.reprints)} reprints\n")
    b3 = 0.0
    for name, items in (("found", found), ("all", list(all_gold))):
        gold_, ours = {i: all_gold[i] for i in items}, {i: system[i] for i in items}
        scores = {measure: run(gold_, ours) for measure, run in MEASURES.items()}
        b3 = b3 or scores["B3"][2]
        for measure, (p, r, f) in scores.items():
            print(f"{name:6} {measure:7} P {p:.3f}  R {r:.3f}  F1 {f:.3f}")
        print(f"{name:6} mean F1 {sum(s[2] for s in scores.values()) / len(scores):.3f}\n")
    status = show_status(happenings, claims, homes, grouping, errors=errors)
    show_days(mentions, system, found)
    if errors:
        show_errors(reports, mentions, claims, homes)
    return int(b3 < FLOORS["B3"] or status < FLOORS["status"])


def show_status(
    happenings: Sequence[Happening], claims: dict[tuple[str, int], str], homes: dict[str, str], grouping: Grouping, *, errors: bool
) -> float:
    """Print the share of happenings with the right status, and which was taken for which."""
    incidents = {h.incident.key: h.incident for h in grouping.incidents}
    right, taken = 0, Counter[tuple[str, str]]()
    for happening in happenings:
        told = Counter(homes[key] for at in range(len(happening.mention)) if (key := claims.get((happening.name, at))) in homes)
        if told:
            incident = incidents[min(told, key=lambda k: (-told[k], k))]
            right += incident.status == happening.status
            taken[happening.status, incident.status] += 1
            if errors and incident.status != happening.status:
                print(f"  {happening.name}: {happening.status} ({happening.why}), given as {incident.status}: {incident.why[:300]}")
    total = sum(taken.values())
    print(f"status: {right} of {total} ({right / max(total, 1):.3f})")
    for (expected, given), count in taken.most_common():
        if expected != given:
            print(f"  {expected} given as {given}: {count}")
    return right / max(total, 1)


def show_days(mentions: Sequence[tuple[Happening, int]], system: Partition, found: Sequence[int]) -> None:
    """Print how many incidents hold mentions of happenings that share no day."""
    spans: dict[str, set[tuple[date, date]]] = {}
    for i in found:
        happening = mentions[i][0]
        spans.setdefault(system[i], set()).add((happening.first, happening.last))
    mixed = [s for s in spans.values() if max(a for a, _ in s) > min(b for _, b in s)]
    print(f"days mixed: {len(mixed)} of {len(spans)} incidents")


def show_errors(
    reports: Sequence[Read], mentions: Sequence[tuple[Happening, int]], claims: dict[tuple[str, int], str], homes: dict[str, str]
) -> None:
    """Print the happenings whose mentions stand in several incidents, and the incidents with mentions of several."""
    told = {c.key: (r, c) for r in reports for c in r.ledger.claims}
    groups: dict[str, dict[str, list[str]]] = {}
    inside: dict[str, set[str]] = {}
    for happening, at in mentions:
        key = claims.get((happening.name, at))
        if key is None or key not in homes:
            continue
        read, claim = told[key]
        when = f"{claim.date.first}..{claim.date.last}{'!' if claim.date.span else ''}" if claim.date else "no day"
        line = (
            f"{key[:6]} {read.name:24} {claim.type} {claim.mode or '-'} {' '.join(a.code for a in claim.actors)} > "
            f"{' '.join(a.code for a in claim.recipients)} says {' '.join(claim.voice.codes)} {claim.stance} {claim.reality} "
            f"{'background ' if claim.background else ''}{when} @{', '.join(p.name for p in claim.places)} "
            f"{[(c.kind, c.low, c.high) for c in claim.casualties]} “{happening.mention[at].words}”"
        )
        groups.setdefault(happening.name, {}).setdefault(homes[key], []).append(line)
        inside.setdefault(homes[key], set()).add(happening.name)
    for name, parts in groups.items():
        mixed = {other for home in parts for other in inside[home]} - {name}
        if len(parts) > 1 or mixed:
            print(f"\n{name}" + (f"  WITH {', '.join(sorted(mixed))}" if mixed else ""))
            for home, lines in parts.items():
                print(f"  [{home[:6]}]\n    " + "\n    ".join(lines))


if __name__ == "__main__":
    sys.exit(main())
