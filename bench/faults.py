"""Break an ingest and see that nothing is lost: kill -9 at random moments, a full disk, a read-only store, Ray, bad files.

    python bench/faults.py [--kills 50] [--bad 5000] [--reports 400]

- kills: ``dragoman ingest`` with two workers is killed with all its processes at a random moment, and started again, until
  it ends; then the next store is begun, until there were so many kills. Each store must equal an undisturbed one: the
  hash over every table's sorted logical rows (``dragoman store digest``).
- full disk: the store lies on a small file system in memory (root only); read-only: all its folders are.
- Ray: a worker is killed while it reads (only where Ray is installed).
- bad files: mutated files of ten kinds, none of which may stop the run, each with its row in ``failures`` or read.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from made_reports import make_reports

COMMAND = [sys.executable, "-m", "dragoman"]
ENVIRONMENT = {**os.environ, "DRAGOMAN_BATCH_CLAIMS": "150"}
"""Commits are small here, so that kills meet them."""
_LONGEST = 15.0
"""Most seconds before a kill: on a slow machine a run would otherwise end before its kill too often."""


def main() -> int:
    """Print a line for each kind of fault; the exit status is 1 where something was lost."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--bad", type=int, default=5_000)
    asked.add_argument("--reports", type=int, default=400)
    options = asked.parse_args()
    lost = 0
    with tempfile.TemporaryDirectory(prefix="dragoman-faults-") as name:
        folder = Path(name)
        source = folder / "reports.jsonl"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(report) + "\n" for report in make_reports(options.reports, words=120))
        begun = time.perf_counter()
        run(source, folder / "undisturbed")
        seconds = time.perf_counter() - begun
        wanted = digest(folder / "undisturbed")
        print(f"undisturbed: {options.reports} reports in {seconds:.1f} s", flush=True)
        if options.kills:
            lost += kills(source, folder, wanted, options.kills, seconds)
        lost += refused(source, folder, wanted)
        lost += ray(source, folder, wanted)
        if options.bad:
            lost += bad_files(folder, options.bad)
    return int(lost > 0)


def start(source: Path, store: Path, *more: str) -> subprocess.Popen[str]:
    """Start an ingest in a process group of its own."""
    command = [*COMMAND, "ingest", str(source), "--store", str(store), "--workers", "2", "--json", *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, start_new_session=True)


def run(source: Path, store: Path, *more: str) -> tuple[int, str, str]:
    """Run an ingest to its end."""
    process = start(source, store, *more)
    out, err = process.communicate(timeout=3_600)
    return process.returncode, out, err


def digest(store: Path) -> str:
    """What the store says, as one line."""
    done = subprocess.run([*COMMAND, "store", "digest", "--store", str(store)], capture_output=True, text=True, check=True, timeout=600)
    return done.stdout.strip()


def kills(source: Path, folder: Path, wanted: str, number: int, seconds: float) -> int:
    """Kill at random moments and go on, store after store."""
    luck = random.Random(2022)
    done = stores = lost = unreadable = 0
    while done < number:
        store = folder / f"killed-{stores}"
        process = start(source, store)
        while True:
            try:
                process.communicate(timeout=luck.uniform(0.2, min(seconds, _LONGEST)))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                done += 1
                unreadable += not readable(store)
                process = start(source, store)
            else:
                break
        stores += 1
        lost += process.returncode != 0 or digest(store) != wanted
        print(f"  {done} kills, {stores} stores finished, {lost} differ, {unreadable} unreadable after a kill", flush=True)
    print(f"kill -9: {done} kills over {stores} stores; {lost} stores differ from the undisturbed one, {unreadable} unreadable")
    return lost + unreadable


def readable(store: Path) -> bool:
    """Whether a store that was killed can be asked; one that was killed before it was made cannot."""
    if not (store / "dragoman.json").exists():
        return True
    query = [*COMMAND, "sql", "SELECT count(*) FROM claims", "--store", str(store)]
    return subprocess.run(query, capture_output=True, check=False, timeout=120).returncode == 0


def refused(source: Path, folder: Path, wanted: str) -> int:
    """A disk that is full and a store that may not be written: a clear error, and what was there stays readable."""
    if os.geteuid() != 0:
        print("full disk, read-only store: not root, not tried")
        return 0
    lost = 0
    for name, setting in (("full disk", "size=900k"), ("read-only store", "size=64m")):
        place = folder / name.replace(" ", "-")
        place.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", setting, "tmpfs", str(place)], check=True, timeout=60)
        try:
            store = place / "store"
            if name != "full disk":
                few = folder / "few.jsonl"
                few.write_text("".join(source.read_text(encoding="utf-8").splitlines(keepends=True)[:30]), encoding="utf-8")
                run(few, store)
                subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True, timeout=60)
            code, _, error = run(source, store)
            said = error.strip().splitlines()[-1] if error.strip() else ""
            fine = code != 0 and said.startswith("dragoman:") and "Traceback" not in error and readable(store)
            print(f"{name}: exit status {code}, {'readable' if readable(store) else 'NOT readable'} — {said[:160]}")
            lost += not fine
            if name == "full disk":
                subprocess.run(["mount", "-o", "remount,size=512m", str(place)], check=True, timeout=60)
                run(source, store)
                lost += digest(store) != wanted
                print(f"  with room again it {'equals' if digest(store) == wanted else 'DIFFERS FROM'} the undisturbed store")
        finally:
            subprocess.run(["umount", str(place)], check=False, timeout=60)
    return lost


def ray(source: Path, folder: Path, wanted: str) -> int:
    """Kill a worker of Ray while it reads."""
    if importlib.util.find_spec("ray") is None:
        print("Ray: not installed, not tried")
        return 0
    store = folder / "ray"
    process = start(source, store, "--engine", "ray")
    killed = 0
    until = time.monotonic() + 120
    while not killed and time.monotonic() < until and process.poll() is None:
        time.sleep(0.5)
        for pid in workers_of_ray(process.pid):
            os.kill(pid, signal.SIGKILL)
            killed = pid
            break
    _, error = process.communicate(timeout=1_800)
    same = process.returncode == 0 and digest(store) == wanted
    print(
        f"Ray: {'one worker' if killed else 'NO worker'} killed, exit status {process.returncode}, "
        f"the store {'equals' if same else 'DIFFERS FROM'} the undisturbed one"
    )
    if not same:
        print(error[-1_000:])
    return int(not same or not killed)


def workers_of_ray(session: int) -> list[int]:
    """Actors of this run that are reading: processes of Ray in its session whose title names the worker."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            title = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            parts = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(parts[3]) == session and "ray::" in title and "RayWorker" in title and int(parts[11]) > 300:
            found.append(int(entry.name))
    return found


def bad_files(folder: Path, number: int) -> int:
    """Files that were damaged in ten ways: the run ends, and each is read or has its row in ``failures``."""
    from bad_files import make_bad_files

    place = folder / "bad"
    kinds = make_bad_files(place, number)
    store = folder / "bad-store"
    begun = time.perf_counter()
    code, _, error = run(place, store)
    seconds = time.perf_counter() - begun
    query = (
        'SELECT (SELECT count(DISTINCT "where") FROM failures) AS failed, (SELECT count(DISTINCT "where") FROM carriers) AS read, '
        "(SELECT count(*) FROM failures WHERE reason IS NULL OR reason = '') AS mute"
    )
    asked = subprocess.run(
        [*COMMAND, "sql", query, "--store", str(store), "--format", "json"], capture_output=True, text=True, check=True
    )
    row = json.loads(asked.stdout.splitlines()[0])
    print(
        f"bad files: {number} of {len(kinds)} kinds in {seconds:.0f} s ({1000 * seconds / number:.0f} ms each), "
        f"exit status {code}; {row['failed']} places failed, {row['read']} read, {row['mute']} without a reason"
    )
    return int(code != 0 or row["mute"] > 0 or "Traceback" in error)


if __name__ == "__main__":
    sys.exit(main())
