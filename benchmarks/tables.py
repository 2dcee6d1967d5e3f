"""A ledger of 86,858 items out as .xlsx and in again, beside openpyxl and xlsxwriter on the same cells.

Prints CPU seconds and the process' peak memory of each; fails if the workbook that was read is not the one
that was written, or if the same items give other bytes the second time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bridgehead.ledger.tables import read_workbook, write_workbook
from bridgehead.ledger.tables.writing import EXPORTED

ROWS = 86_858
"""As many as the appeals of a year that one of the documents counts."""

PLACES = ["松溪县", "梅川县", "石塘县", "青禾县", "东陵区", "西湾区"]
BUREAUS = ["住建局", "教育局", "交通局", "水务局", "民政局", "文旅局", "城管局", "生态环境局"]
THINGS = [
    "供水管网漏水",
    "路灯不亮",
    "小区停车难",
    "物业收费",
    "公交班次少",
    "井盖破损",
    "暖气不热",
    "夜间施工噪声",
]
STATES = ["dispatched", "accepted", "working", "suspended", "submitted", "closed"]


def rows(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield made-up appeals as plain rows with some twenty filled columns."""
    chance = random.Random(seed)
    for n in range(1, number + 1):
        day = dt.date(2026, 1, 1) + dt.timedelta(chance.randrange(300))
        place, thing = chance.choice(PLACES), chance.choice(THINGS)
        yield {
            "kind": "appeal",
            "no": f"SQ-2026-{n:06}",
            "title": f"{place}第{n}号来电反映{thing}",
            "body": f"来电人反映{place}某小区{thing}，已持续{chance.randint(2, 90)}天，希望尽快解决。",
            "lead": f"{place}{chance.choice(BUREAUS)}",
            "assists": (f"云岭市{chance.choice(BUREAUS)}",),
            "responsible": "分管副县长",
            "issuer": "12345热线",
            "source_text": "来电",
            "issued_at": day,
            "given_on": day,
            "due_on": day + dt.timedelta(chance.randint(5, 40)),
            "state": chance.choice(STATES),
            "progress": float(chance.randrange(101)),
            "text": f"已派员到现场查看，{thing}正在处理。",
            "region": place,
            "theme": "城乡建设",
            "year": 2026,
            "level": "一般",
            "secrecy": "public",
            "weight": 1.0,
            "rule": "12345-bureau",
        }


def timed(name: str, work: Callable[[], Any]) -> Any:
    """Run something; print its CPU seconds, wall seconds and the peak memory so far."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:34} {cpu:8.1f} s CPU {wall:8.1f} s wall   peak {peak:6.0f} MiB")
    return result


def plain(row: dict[str, Any]) -> list[Any]:
    """Return a row's cells as the peers write them."""
    return ["、".join(v) if isinstance(v, tuple) else v for v in (row.get(c.field) for c in EXPORTED)]


def by_openpyxl(number: int, path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("x")
    for row in rows(number):
        sheet.append(plain(row))
    book.save(path)


def by_xlsxwriter(number: int, path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet, date = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows(number)):
            for n, value in enumerate(plain(row)):
                if isinstance(value, dt.date):
                    sheet.write_datetime(at, n, value, date)
                elif isinstance(value, str):
                    sheet.write_string(at, n, value)
                elif value is not None:
                    sheet.write_number(at, n, value)


def openpyxl_reads(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    return sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--no-peers", action="store_true")
    args = parser.parse_args()
    number = args.rows
    with tempfile.TemporaryDirectory() as folder:
        ours, again, theirs = (Path(folder) / f"{name}.xlsx" for name in ("ours", "again", "theirs"))
        timed("making the rows alone", lambda: sum(1 for _ in rows(number)))
        timed("write_workbook", lambda: write_workbook(rows(number), ours))
        print(f"{'':34} {ours.stat().st_size / 1e6:8.1f} MB")
        read = timed("read_workbook → Import actions", lambda: read_workbook(ours))
        wrong = len(read.good) != number or bool(read.bad)
        told = [(one.action.details.no, one.action.details.title, one.action.due_on) for one in read.good]
        wrong = wrong or told != [(row["no"], row["title"], row["due_on"]) for row in rows(number)]
        del read, told
        write_workbook(rows(number), again)
        stable = digest(ours) == digest(again)
        print(f"read what was written: {not wrong}; the same bytes again: {stable}")
        if not args.no_peers:
            timed("xlsxwriter, constant memory", lambda: by_xlsxwriter(number, theirs))
            timed("openpyxl, write only", lambda: by_openpyxl(number, theirs))
            timed("openpyxl reads it, cells only", lambda: openpyxl_reads(theirs))
    return int(wrong or not stable)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
