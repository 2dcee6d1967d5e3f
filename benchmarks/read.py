"""Reading against the gold: how much of what five annotated documents say is found, and how fast.

    python benchmarks/read.py [--rules-only] [--errors]

Reads the documents of ../shared/data, writes the records in the gold's own shape into a temporary folder, and
lets the gold's score.py judge them. Then prints documents per second with and without the tagger, beside a
naive pipeline measured in the same run (brackets with letters stripped by a regular expression, OpenCC over
everything, LAC over every sentence), and the seconds to the first record of a fresh process with its memory.
Skips when the folder is absent.
"""

from __future__ import annotations

import gc
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from bridgehead.read import LacTagger, Reading, read_text
from bridgehead.records import (
    Area,
    Article,
    Commitment,
    Directive,
    Event,
    Membership,
    Observation,
    Organization,
    Person,
    Project,
)
from bridgehead.sources import RawText

DATA = Path(__file__).resolve().parents[1] / "../shared/data"


def source_of(path: Path) -> RawText:
    content = path.read_bytes()
    return RawText(path.name, hashlib.sha256(content).hexdigest(), "text/plain", content.decode(), "utf-8")


def spot(record: Any) -> dict[str, Any]:
    return {"span": list(record.span), "text": record.quote}


def visit(event: Event) -> dict[str, Any]:
    leader = next((p for p in event.participants if p.role == "leader"), None)
    return spot(event) | {
        "leader": leader.name if leader else None,
        "title": leader.post if leader else None,
        "start": event.start_time,
        "end": event.end_time,
        "places": list(event.areas),
        "companions": [p.name for p in event.participants if p.role == "companion" and p.name],
        "stops": [
            {
                "name": stop.location,
                "alias": [stop.organization],
                "span": list(stop.span or ()),
                "text": stop.quote,
            }
            for stop in event.agenda
        ],
    }


def figure(record: Observation) -> dict[str, Any]:
    return spot(record) | {
        "subject": record.observation_about,
        "metric": record.variable_text,
        "value": record.value,
        "unit": record.unit_text,
        "period": record.observation_period,
        "comparison": [
            {"kind": c.kind, "value": c.value, "unit": c.unit, "base": c.base} for c in record.comparisons
        ],
    }


def said(record: Directive | Commitment) -> dict[str, Any]:
    row = spot(record) | {"ordinal": record.ordinal, "extent": list(record.extent) if record.extent else None}
    if isinstance(record, Directive):
        return row | {"issuer": record.issuer_name, "addressee": "、".join(record.addressee)}
    return row | {"unit": record.unit, "person": record.person_name}


def gold_shape(reading: Reading) -> dict[str, list[dict[str, Any]]]:
    """Return the records in the shape of the gold files."""
    records = reading.records
    titles: dict[str, str] = {}
    for record in records:
        if isinstance(record, Membership) and record.person:
            known = titles.get(record.person)
            titles[record.person] = f"{known}、{record.post_label}" if known else record.post_label

    def of(kind: type, rows: Iterable[Any] = records) -> list[Any]:
        return [record for record in rows if isinstance(record, kind)]

    events = of(Event)
    return {
        "articles": [spot(r) | {"title": r.headline, "kind": r.genre} for r in of(Article)],
        "people": [spot(r) | {"name": r.name, "title": titles.get(r.id)} for r in of(Person)],
        "organisations": [spot(r) | {"name": r.name, "alias": list(r.other_names)} for r in of(Organization)],
        "places": [spot(r) | {"name": r.name, "alias": list(r.other_names)} for r in of(Area)],
        "visits": [visit(r) for r in events if r.classification == "visit"],
        "meetings": [spot(r) for r in events if r.classification == "meeting"],
        "directives": [said(r) for r in of(Directive)],
        "commitments": [said(r) for r in of(Commitment)],
        "indicators": [figure(r) for r in of(Observation)],
        "projects": [spot(r) | {"name": r.name} for r in of(Project)],
    }


def best_times(sources: list[RawText], run: Callable[[RawText], object], rounds: int) -> list[float]:
    """Time each document in CPU seconds, the best of several rounds: other work is not ours."""
    best = []
    for source in sources:
        times = []
        for _ in range(rounds):
            begin = time.process_time()
            run(source)
            times.append(time.process_time() - begin)
        best.append(min(times))
    return best


def naive(tagger: LacTagger) -> Callable[[RawText], object]:
    """Return what a first attempt does: it finds names, and no directive, figure or place in the original."""
    from opencc import OpenCC

    to_simplified = OpenCC("t2s")
    noise = re.compile(r"[(（][a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹ]{1,8}[)）] ?")

    def run(source: RawText) -> object:
        text = to_simplified.convert(noise.sub("", source.text))
        return tagger.tag([part for part in re.split(r"[。！？!?\n]+", text) if part.strip()])

    return run


def speeds(sources: list[RawText], tagger: LacTagger | None) -> None:
    """Print how fast documents are read on one core, beside the naive pipeline."""
    size = sum(len(source.text.encode()) for source in sources) / 10240
    ways: list[tuple[str, Callable[[RawText], object], int]] = [("rules only", read_text, 10)]
    if tagger:
        ways += [("with tagger", partial(read_text, tagger=tagger), 2), ("naive", naive(tagger), 2)]
    times = {name: sum(best_times(sources, run, rounds)) for name, run, rounds in ways}
    print(f"{'':14}{'documents/s':>12}{'of 10 KB/s':>12}{'to naive':>10}")
    for name, seconds in times.items():
        ratio = f"{times['naive'] / seconds:9.1f}x" if tagger else f"{'-':>10}"
        print(f"{name:14}{len(sources) / seconds:12.1f}{size / seconds:12.1f}{ratio}")


_FIRST = """
import os, time
begin = time.perf_counter()
from bridgehead.read import LacTagger, read_text
from bridgehead.sources import RawText
text = "2026年3月5日,市长叶青林到松溪縣調研。他强調,經(jīng)濟發(fā)展要快。"
source = RawText("a.txt", "0" * 64, "text/plain", text)
assert read_text(source, tagger={tagger}).records
seconds = time.perf_counter() - begin
status = open("/proc/self/status").read() if os.path.exists("/proc/self/status") else ""
peak = status.partition("VmHWM:")[2].split()[:1]
print(f"{{seconds:.2f}} s", *(f"{{int(size) // 1024}} MB" for size in peak))
"""


def first_record(tagger: str) -> str:
    """Return the seconds to the first record of a fresh process, and its peak memory."""
    code = _FIRST.format(tagger=tagger)
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout.strip()
        for _ in range(3)
    ]
    return min(runs)


def main(arguments: list[str]) -> None:
    gc.set_threshold(50_000, 25, 100)  # as the command line does
    subprocess.run([sys.executable, str(Path(__file__).with_name("read_samples.py"))], check=True)
    if not DATA.is_dir():
        print("skipped: ../shared/data is absent")
        return
    tagger = None if "--rules-only" in arguments else LacTagger()
    paths = sorted((DATA / "documents").glob("*.txt"))
    sources = [source_of(path) for path in paths]
    with tempfile.TemporaryDirectory() as folder:
        for source in sources:
            shape = gold_shape(read_text(source, tagger=tagger))
            name = Path(folder, source.path).with_suffix(".json")
            name.write_text(json.dumps(shape, ensure_ascii=False), encoding="utf-8")
        errors = [option for option in arguments if option == "--errors"]
        subprocess.run([sys.executable, str(DATA / "gold/score.py"), folder, *errors], check=True)
    speeds(sources, tagger)
    print("import and first record, rules only: ", first_record("None"))
    if tagger:
        print("import and first record, with tagger:", first_record("LacTagger()"))


if __name__ == "__main__":
    main(sys.argv[1:])
