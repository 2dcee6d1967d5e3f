"""An office's workbook of 86,858 rows into the ledger, in again, and out again, as an office does it.

Makes a workbook of 21 columns with strings in one common table, as Excel and WPS save it; then prints wall
and CPU seconds and the load average of reading it alone, importing it, importing it once
more (which must change nothing), exporting the ledger, and exporting again (which must give the same bytes).
openpyxl reads and writes the same cells in the same run: on a tenth of the rows, times ten.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROWS = 86_858
"""As many as the appeals of a year that one of the documents counts."""

WORDS = """
松溪县 梅川县 石塘县 青禾县 东陵区 西湾区 临江市 云岭新区
住建局 教育局 交通局 水务局 民政局 文旅局 城管局 生态环境局 卫健委 人社局
主街 学府路 沿河路 北环路 老城巷 工业大道 文昌路 百合路 车站路 新村
供水管网 路灯 窨井盖 公交站 菜市场 停车场 供暖管网 小学门口 绿化带 电梯
漏水 不亮 破损 气味大 等候久 噪音扰民 温度不够 乱停乱放 无人清理 经常停运
已派员到现场查看 已列入计划 正在施工 材料已到位 已与居民沟通 已整改并复查
城乡建设 交通运输 环境保护 民生保障 教育医疗 劳动社保
"""
PLACES, BUREAUS, STREETS, THINGS, FAULTS, DONE, THEMES = (one.split() for one in WORDS.strip().splitlines())
HEADERS = """
序号 工单编号 诉求标题 诉求内容 承办单位 协办单位 分管领导 截止日期 办理状态 完成比例 进展情况
来源 交办人 受理日期 交办日期 办结时间 所属县区 诉求分类 年度 紧急程度 备注
"""
HEADER = HEADERS.split()
STATES = ["已交办", "已签收", "办理中", "办理中", "已办结", "已办结", "已办结"]


def rows(number: int, seed: int = 1) -> Iterator[list[Any]]:
    """Yield made-up appeals as an office's sheet has them; one in seven leaves something out."""
    chance = random.Random(seed)
    pick = chance.choice
    for n in range(1, number + 1):
        day = dt.date(2026, 1, 1) + dt.timedelta(chance.randrange(300))
        due, state = day + dt.timedelta(chance.randint(5, 40)), pick(STATES)
        place, thing, fault, house = pick(PLACES), pick(THINGS), pick(FAULTS), chance.randint(1, 400)
        street = pick(STREETS)
        body = f"来电人反映{place}{street}{house}号附近{thing}{fault}，"
        body += f"已持续{chance.randint(2, 90)}天，{pick(FAULTS)}，盼尽快解决。"
        done = state == "已办结"
        yield [
            n,
            f"SQ-2026-{n:06}",
            f"{place}{street}{house}号{thing}{fault}",
            body,
            f"{place}{pick(BUREAUS)}",
            f"云岭市{pick(BUREAUS)}、云岭市应急局" if chance.random() < 0.3 else "",
            "分管副县长",
            due if chance.random() < 0.9 else f"{due.month}月底",
            state,
            100 if done else chance.randrange(0, 100, 5),
            f"{pick(DONE)}，{thing}一事由{place}跟进。" if chance.random() < 0.85 else "",
            "12345热线",
            "市政府办公室",
            day,
            day,
            due - dt.timedelta(chance.randint(0, 4)) if done else None,
            place,
            pick(THEMES),
            2026,
            pick(["一般", "一般", "紧急"]),
            "重复来电" if chance.random() < 0.05 else "",
        ]


def made(number: int, path: Path) -> None:
    """Write the office's workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("12345诉求台账")
        sheet.write_row(0, 0, HEADER)
        for at, row in enumerate(rows(number), 1):
            sheet.write_row(at, 0, [None if cell == "" else cell for cell in row])


def timed(name: str, work: Callable[[], Any], times: float = 1.0) -> Any:
    """Run something; print its wall and CPU seconds, the peak memory so far and the load."""
    used, wall = time.process_time(), time.perf_counter()
    result = work()
    wall, used = (time.perf_counter() - wall) * times, (time.process_time() - used) * times
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    about = f"peak {peak:5.0f} MiB   load {os.getloadavg()[0]:.1f}"
    print(f"{name:38}{wall:8.1f} s wall {used:8.1f} s CPU   {about}", flush=True)
    return result


def peers(folder: Path, number: int) -> None:
    """Time openpyxl on a tenth of the rows."""
    from openpyxl import Workbook, load_workbook

    path, few = folder / "peer.xlsx", max(1, number // 10)

    def write() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("x")
        for row in (HEADER, *islice(rows(number), few)):
            sheet.append(row)
        book.save(path)

    def read() -> int:
        book = load_workbook(path, read_only=True)
        return sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))

    timed("openpyxl writes the cells (1/10 × 10)", write, number / few)
    timed("openpyxl reads the cells (1/10 × 10)", read, number / few)


def run(folder: Path, source: Path, number: int) -> bool:
    """Measure what an office does; return whether all came out as it must."""
    from bridgehead.office.start import setup

    setup(folder / "ws")
    from bridgehead.ledger import Actor
    from bridgehead.office.supervision.models import LedgerHead, LedgerItem
    from bridgehead.office.supervision.workbooks import export_workbook, import_workbook, read_rows

    clerk = Actor("clerk", frozenset({"supervisor", "administrator"}), None)
    out, again = folder / "out.xlsx", folder / "again.xlsx"
    read = timed("read alone", lambda: read_rows(source))
    fine = len(read.good) == number and not read.bad
    del read
    first = timed("import", lambda: import_workbook(clerk, source))
    fine = fine and first.new == number and not first.bad
    events = LedgerHead.objects.get().seq
    second = timed("import again", lambda: import_workbook(clerk, source))
    fine = fine and second.unchanged == number and LedgerHead.objects.get().seq == events
    items = LedgerItem.objects.all()
    timed("export", lambda: export_workbook(items, out))
    third = timed("import the export", lambda: import_workbook(clerk, out))
    fine = fine and third.unchanged == number and LedgerHead.objects.get().seq == events
    timed("export again", lambda: export_workbook(items, again))
    stable = digest(out) == digest(again)
    print(f"{number:,} rows in, nothing changed by importing again: {fine}; the same bytes again: {stable}")
    for one in (*first.bad[:3], *second.bad[:3], *third.bad[:3]):
        print(one.message())
    return fine and stable


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--source", type=Path, help="keep the workbook here, and use it again")
    parser.add_argument("--no-peers", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(passing)
        source = args.source or folder / "office.xlsx"
        if not source.exists():
            made(args.rows, source)
        print(f"{args.rows:,} rows, {len(HEADER)} columns, {source.stat().st_size / 1e6:.1f} MB")
        fine = run(folder, source, args.rows)
        if not args.no_peers:
            peers(folder, args.rows)
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
