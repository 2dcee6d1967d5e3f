"""The workbooks that two offices of the made-up city keep by hand, headed as such workbooks are."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from bridgehead.ledger import Calendar
from samples.generator.ledger.directives import Asked
from samples.generator.ledger.life import END
from samples.generator.ledger.livelihood import SHEET_GOALS, Node, curve
from samples.generator.ledger.words import PHRASES, Dice, department

MADE = dt.datetime(2026, 11, 20, 9, 0)
LIVELIHOOD = (
    ("序号", 6),
    ("任务编号", 16),
    ("上级任务编号", 14),
    ("实事名称", 42),
    ("建设内容", 52),
    ("责任单位", 18),
    ("配合单位", 24),
    ("县区", 10),
    ("下达时间", 12),
    ("完成时限", 14),
    ("考核指标", 18),
    ("计量单位", 8),
    ("年度目标值", 10),
    ("分值", 7),
    ("形象进度", 10),
    ("最新进展", 42),
    ("办理状态", 10),
    ("实际完成时间", 14),
)
PROBLEMS = (
    ("序号", 6),
    ("问题编号", 14),
    ("存在问题", 40),
    ("整改措施", 56),
    ("问题来源", 24),
    ("主责单位", 18),
    ("配合单位", 24),
    ("责任领导", 16),
    ("提出时间", 12),
    ("整改时限", 14),
    ("整改情况", 42),
    ("是否销号", 10),
    ("销号时间", 12),
    ("领域", 12),
)


def livelihood_sheet(nodes: Sequence[Node]) -> bytes:
    """Return the workbook of the goals that come without their history."""
    rows = [_task(number, node) for number, node in enumerate(_listed(nodes), 1)]
    title = "云岭市2026年民生实事任务分解表（城市交通和公共服务、文化体育和平安便民）"
    told = "填表单位：市政府督查室　　　　截至2026年11月15日　　　　单位：见“计量单位”一列"
    return _book("任务分解表", title, told, LIVELIHOOD, rows)


def problems_sheet(asked: Sequence[Asked]) -> bytes:
    """Return the workbook of the problems that come without their history."""
    rows = [_problem(number, one) for number, one in enumerate(asked, 1)]
    told = "市委政策研究室、市政府督查室汇总　　　　2026年11月"
    return _book("问题清单", "云岭市2026年问题清单及整改台账", told, PROBLEMS, rows)


def _listed(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if node.goal in SHEET_GOALS]


def _task(number: int, node: Node) -> list[Any]:
    dice = Dice(f"{node.no} sheet")
    measure = node.measure
    due = node.due or dt.date(2026, 12, 31)
    pace = department(node.lead)["pace"] * dice.number(0.8, 1.15)
    last = int(max(measure.months)[-2:]) if measure else 12
    share = curve((10.5 - 2) / ((last - 2) * max(0.7, pace))) if measure else dice.number(0.62, 0.9)
    done = measure is not None and share > 0.985
    steps = node.steps or [dice.phrase("quarter")]
    told = f"{steps[min(len(steps) - 1, int(share * len(steps)))]}"
    late = " " if done or share > 0.8 else f"，{dice.phrase('causes')}"
    return [
        number,
        node.no,
        node.parent.no if node.parent else "",
        node.title,
        node.body,
        node.lead,
        "、".join(node.assists),
        node.region,
        dt.date(2026, 1, 6),
        _due(due, dice),
        measure.name if measure else "",
        measure.unit if measure else "",
        measure.target if measure else "",
        node.weight,
        1.0 if done else round(share, 2),
        told + late.strip(),
        "已完成" if done else "正在推进",
        _workday(due, -dice.whole(2, 25)) if done else "",
    ]


def _problem(number: int, asked: Asked) -> list[Any]:
    dice = Dice(f"{asked.no} sheet")
    due = _workday(asked.day, dice.whole(60, 150))
    closed = due + dt.timedelta(days=int((department(asked.lead)["pace"] - 1) * 60) + dice.whole(-40, 15))
    closed = Calendar().next_workday(max(closed, asked.day + dt.timedelta(days=12)))
    done = closed < END.date() and dice.chance(0.9)
    steps = asked.steps
    return [
        number,
        asked.no,
        asked.title,
        asked.body,
        dice.phrase("found"),
        asked.lead,
        "；".join(one for one in asked.assists if one != asked.lead),
        dice.one(PHRASES["responsible"]),
        asked.day,
        _due(due, dice),
        steps[-1] if done else steps[min(1, len(steps) - 1)],
        "是" if done else "否",
        closed if done else "",
        asked.words["theme"],
    ]


def _workday(day: dt.date, days: int) -> dt.date:
    return Calendar().next_workday(day + dt.timedelta(days=days))


def _due(day: dt.date, dice: Dice) -> Any:
    """Return a day as people write it: as a date, or in one of several ways."""
    last = (day + dt.timedelta(days=1)).day == 1
    ways: tuple[Any, ...] = (day, day, f"{day:%Y.%m.%d}", f"{day.year}年{day.month}月{day.day}日前")
    return dice.one((*ways, f"{day.year}年{day.month}月底前") if last else ways)


def _book(
    name: str, title: str, told: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Any]]
) -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    book.set_properties({"created": MADE, "title": title, "author": "云岭市政府督查室"})
    sheet = book.add_worksheet(name)
    big = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    head = book.add_format(
        {"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#DDEBF7"}
    )
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    date = book.add_format({"border": 1, "num_format": "yyyy/m/d"})
    share = book.add_format({"border": 1, "num_format": "0%"})
    last = len(columns) - 1
    sheet.merge_range(0, 0, 0, last, title, big)
    sheet.merge_range(1, 0, 1, last, told, book.add_format({"align": "right"}))
    for at, (header, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write(2, at, header, head)
    for row, values in enumerate(rows, 3):
        for at, value in enumerate(values):
            if isinstance(value, dt.date):
                sheet.write_datetime(row, at, dt.datetime.combine(value, dt.time()), date)
            elif columns[at][0] == "形象进度":
                sheet.write_number(row, at, value, share)
            else:
                sheet.write(row, at, value, cell)
    sheet.freeze_panes(3, 4)
    book.close()
    return memory.getvalue()
