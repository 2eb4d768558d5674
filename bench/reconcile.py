"""Measure how fast the claims of many documents are grouped, and how that grows.

    python bench/reconcile.py [--claims 1000000]

Makes claims of 200 dyads over ten years, from a fixed seed: most days have a few reports, some days two thousand claims
of one dyad. Prints seconds, memory and compared pairs per claim for an eighth of the claims and for all of them, each in a
process of its own, and the exponent of growth between the two.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from dragoman.model.claim import Actor, Claim, Voice
from dragoman.model.corpus import Told
from dragoman.model.event import Casualty, When
from dragoman.model.world import Place
from dragoman.reconcile import clusters
from dragoman.reconcile.corpus import group

MINUTES, GIGABYTES, EXPONENT = 10.0, 4.0, 1.1
DYADS, DAYS, BURST, SHARE_OF_BURSTS = 200, 3650, 2000, 0.1
START = date(2014, 1, 1)
TYPES = ("ASSAULT",) * 8 + ("COERCE",) * 3 + ("CONSULT",) * 3 + ("AGREE", "RETREAT", "ACCUSE", "ACCUSE", "REQUEST", "SUPPORT")
MODES = ("", "", "firearms", "heavy-weapons", "aerial", "drone", "explosives")
TOWNS = 40
"""Towns of a dyad."""


def main() -> int:
    """Print the table; the exit status is 1 where a budget is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--alone", action="store_true", help="measure one size in this process and print it as JSON")
    asked = parser.parse_args()
    if asked.alone:
        print(json.dumps(measure(asked.claims)))
        return 0
    found = []
    print(f"{'claims':>10} {'seconds':>9} {'GB':>6} {'pairs/claim':>12} {'incidents':>10} {'largest':>8}")
    for count in (asked.claims // 8, asked.claims):
        run = [sys.executable, __file__, "--alone", "--claims", str(count)]
        done = json.loads(subprocess.run(run, check=True, capture_output=True, text=True, timeout=3600).stdout)
        found.append(done)
        print(
            f"{count:>10,} {done['seconds']:>9.1f} {done['gigabytes']:>6.2f} {done['pairs'] / count:>12.1f} "
            f"{done['incidents']:>10,} {done['largest']:>8,}"
        )
    growth = math.log(found[1]["seconds"] / found[0]["seconds"]) / math.log(8)
    print(f"\ngrowth: exponent {growth:.2f}")
    over = found[1]["seconds"] > 60 * MINUTES or found[1]["gigabytes"] > GIGABYTES or growth > EXPONENT
    return int(over)


def measure(count: int) -> dict[str, float]:
    """Group so many claims; seconds are processor time without the making of the claims."""
    compared = 0
    link = clusters.link_blocks

    def counted(*given: object) -> int:
        nonlocal compared
        pairs = link(*given)  # type: ignore[arg-type]  # passed on as given
        compared += pairs
        return pairs

    sys.modules["dragoman.reconcile.gathered"].link_blocks = counted  # type: ignore[attr-defined]  # counts the pairs
    making = 0.0

    def timed() -> Iterator[Told]:
        nonlocal making
        claims = made(count)
        while True:
            begun = time.process_time()
            told = next(claims, None)
            making += time.process_time() - begun
            if told is None:
                return
            yield told

    begun = time.process_time()
    grouping = group(timed())
    seconds = time.process_time() - begun - making
    return {
        "seconds": seconds,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "pairs": compared,
        "incidents": len(grouping.incidents),
        "largest": max(len(h.incident.claims) for h in grouping.incidents),
    }


def made(count: int) -> Iterator[Told]:
    """Yield so many claims, three to a document. The days are as many as the claims need: density stays the same."""
    chance = random.Random(20_240_304)
    days = max(30, DAYS * count // 1_000_000)
    dyads = [(f"A{i // 15:02}", f"B{i:03}") for i in range(DYADS)]
    number = 0
    while number < count:
        dyad = chance.randrange(DYADS)
        day = START + timedelta(chance.randrange(days))
        size = BURST if chance.random() < SHARE_OF_BURSTS / 100 else 1 + min(60, int(chance.expovariate(1 / 6)))
        for _ in range(min(size, count - number)):
            yield _told(chance, number, dyads[dyad], dyad, day)
            number += 1


def _told(chance: random.Random, number: int, dyad: tuple[str, str], land: int, day: date) -> Told:
    one, other = dyad if chance.random() < 0.6 else dyad[::-1]
    type_ = chance.choice(TYPES)
    joint = type_ in {"CONSULT", "AGREE"}
    published = day + timedelta(chance.choice((0, 0, 1)))
    said = chance.random() < 0.5
    when = When(day, day, "day", (0, 5), "made") if said else When(published - timedelta(1), published, "day", None, "made")
    town = chance.randrange(TOWNS)
    places = (Place((20, 25), f"Town {land} {town}", land / 4, town / 2),) if chance.random() < 0.7 else ()
    toll = chance.choice((1, 2, 3, 5, 12, 40))
    victims = (other + ".MIL",)
    casualties = (Casualty("killed", toll, toll, victims),) if type_ == "ASSAULT" and chance.random() < 0.4 else ()
    says = chance.choice(("narrator", "narrator", one, other))
    claim = Claim(
        key=f"{number * 2_654_435_761 % 2**64:032x}",
        type=type_,
        mode=(chance.choice(MODES) or None) if type_ == "ASSAULT" else None,
        contexts=(),
        plover=None,
        actors=tuple(Actor(code, code, None, (0, 3)) for code in ((one, other) if joint else (one,))),
        recipients=() if joint or chance.random() < 0.3 else (Actor(other, other, None, (10, 13)),),
        mediators=(),
        voice=Voice((says,), (says,)),
        stance="denies" if chance.random() < 0.1 else "asserts",
        reality="actual",
        background=chance.random() < 0.05,
        date=when,
        places=places,
        casualties=casualties,
        framing=(),
        span=(30 + 200 * (number % 3), 36 + 200 * (number % 3)),
    )
    return Told(claim, f"document {number // 3}", published, (f"Outlet {number % 50}",), "", None, "struck the town")


if __name__ == "__main__":
    sys.exit(main())
