"""Reading against the gold of the made-up samples: which of the chosen facts are found.

    python benchmarks/read_samples.py [--misses]

The gold (`samples/gold/*.json`) holds chosen facts, not all there are: only recall is measured. A fact is
found when a record of its type stands on its span and says the same.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bridgehead.read import read_text
from bridgehead.sources import RawText

GOLD = Path(__file__).resolve().parents[1] / "samples/gold"
Row = dict[str, Any]


def overlap(row: Row, record: Any) -> bool:
    """Whether at least half of the shorter span is shared."""
    if not row.get("span"):
        return False
    spans = [record.span, getattr(record, "extent", None) or record.span]
    for start, end in spans:
        low, high = row["span"]
        if 2 * (min(end, high) - max(start, low)) >= min(end - start, high - low):
            return True
    return False


def leader(event: Any) -> str | None:
    return next((p.name for p in event.participants if p.role == "leader"), None)


def is_visit(row: Row, record: Any) -> bool:
    return (
        record.classification == "visit"
        and overlap(row, record)
        and (row.get("leader") in (None, leader(record)) or leader(record) is None)
    )


def is_figure(row: Row, record: Any) -> bool:
    return overlap(row, record) and float(row["value"]) == record.value


def issued(row: Row, record: Any) -> bool:
    return overlap(row, record) and row["issuer"] in (record.issuer_name, record.issuer_post)


def addressed(row: Row, record: Any) -> bool:
    return overlap(row, record) and row["addressee"] == "、".join(record.addressee)


KINDS: dict[str, tuple[str, str, Callable[[Row, Any], bool]]] = {
    "articles": ("articles", "article", overlap),
    "people": ("people", "person", lambda row, record: row["name"] == record.name),
    "visits": ("visits", "event", is_visit),
    "events": ("events", "event", overlap),
    "directives": ("directives", "directive", overlap),
    "issuers": ("directives", "directive", issued),
    "addressees": ("directives", "directive", addressed),
    "commitments": ("commitments", "commitment", overlap),
    "units": ("commitments", "commitment", lambda row, r: overlap(row, r) and row["unit"] == r.unit),
    "observations": ("observations", "observation", is_figure),
    "projects": ("projects", "project", overlap),
}


def main(arguments: list[str]) -> None:
    totals = {kind: [0, 0] for kind in KINDS}
    misses: list[str] = []
    for path in sorted(GOLD.glob("[0-9]*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "raw" not in gold:
            continue
        content = gold["raw"].encode()
        source = RawText(path.stem, hashlib.sha256(content).hexdigest(), "text/plain", gold["raw"])
        records = read_text(source).records
        for kind, (key, type, same) in KINDS.items():
            wanted = "issuer" if kind == "issuers" else "addressee" if kind == "addressees" else None
            rows = [row for row in gold[key] if wanted is None or row.get(wanted)]
            for row in rows:
                hit = any(record.type == type and same(row, record) for record in records)
                totals[kind][0] += hit
                totals[kind][1] += 1
                if not hit:
                    misses.append(f"{path.stem}\t{kind}\t{row.get('quote') or row.get('headline')}")
    print(f"{'of the samples':14} {'found':>5} {'gold':>5} {'recall':>7}")
    for kind, (found, all_) in totals.items():
        print(f"{kind:14} {found:5} {all_:5} {found / max(all_, 1):7.3f}")
    if "--misses" in arguments:
        print(*misses, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
