"""A million made-up items with their log, written fast: what `ledger.py` measures on. In our own words.

The rows are what `bridgehead.office.supervision` would write, and the log verifies; but nobody is asked for
permission, and indexes are built at the end.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterator, Sequence
from typing import Any

WORDS = """
云岭市 松溪县 梅川县 石塘县 青禾县 东陵区 西湾区 临江市
住建局 城管局 交通局 水务局 教育局 卫健委 民政局 人社局
主街 学府路 沿河路 北环路 老城巷 工业大道 文昌路 百合路 车站路 新村
路灯 窨井盖 垃圾站 公交站 菜市场 卫生院 小学 自来水管 供暖管网 停车场 工地 河道 电梯 绿化带 医保窗口 养老驿站
夜里不亮 破损多日 气味很大 等候太久 噪音扰民 漏水严重 温度不够 乱停乱放 无人清理 淤积发黑 经常停运 标线不清
请尽快派人查看 请说明何时修好 居民反映多次 上次答复后没有动静 附近有学校 老人出行不便 请会同有关单位解决
已现场查看 已列入计划 正在施工 材料已到位 已与居民沟通 已整改并复查
"""
PLACES, BUREAUS, STREETS, THINGS, FAULTS, WISHES, DONE = (line.split() for line in WORDS.strip().splitlines())
DEPARTMENTS = [f"{place}{bureau}" for place in PLACES for bureau in BUREAUS][:60]
KINDS = {
    "appeal": 86,
    "problem": 4,
    "directive": 4,
    "livelihood": 2,
    "project": 2,
    "commitment": 1,
    "case": 1,
}
THEMES = ["城乡建设", "交通运输", "环境保护", "民生保障", "教育医疗", "劳动社保"]
YEARS = 4
FRESH_DAYS = 45
BLOCK = 20_000


def told(chance: random.Random, place: str) -> tuple[str, str]:
    """Return a title and a text of about sixty characters."""
    street, thing, fault = chance.choice(STREETS), chance.choice(THINGS), chance.choice(FAULTS)
    number = chance.randint(1, 400)
    title = f"{place}{street}{number}号{thing}{fault}"
    other = f"{chance.choice(THINGS)}{chance.choice(FAULTS)}"
    wishes = "，".join(chance.sample(WISHES, 2))
    body = f"{street}{number}号一带的{thing}{fault}，旁边的{other}，{wishes}。"
    return title, body


class Life:
    """One made-up item: what happens to it, and when."""

    def __init__(self, chance: random.Random, number: int, begin: dt.datetime, end: dt.datetime) -> None:
        self.chance, self.key, self.end = chance, f"item-{number:016x}", end
        self.kind = chance.choices(list(KINDS), KINDS.values())[0]
        self.lead = chance.choice(DEPARTMENTS)
        self.assists = (chance.choice(DEPARTMENTS),) if chance.random() < 0.15 else ()
        self.assists = tuple(one for one in self.assists if one != self.lead)
        self.no, self.at = f"BM{begin.year}-{number:07d}", begin

    def details(self) -> Any:
        """Return what describes it."""
        from bridgehead.ledger.actions import Details

        place = self.lead[:3]
        title, body = told(self.chance, place)
        return Details(
            no=self.no,
            title=title,
            body=body,
            region=place,
            theme=self.chance.choice(THEMES),
            level=self.chance.choice(["一般", "一般", "紧急"]),
            issuer="12345热线" if self.kind == "appeal" else "市政府办公室",
            issued_at=self.at.date(),
            year=self.at.year,
            secrecy="internal" if self.chance.random() < 0.1 else "public",
        )

    def later(self, days: float) -> dt.datetime:
        """Move on by some days on average, to a full hour of an office's day."""
        moved = self.at + dt.timedelta(days=self.chance.expovariate(1 / days))
        self.at = max(self.at, moved.replace(hour=self.chance.choice((1, 4, 8)), minute=0, second=0))
        return self.at

    def events(self, done: bool) -> Iterator[tuple[dt.datetime, str, str | None, Any]]:
        """Yield when, by whom, for which department, what."""
        from bridgehead.ledger import Evidence, actions

        clerk, chance = f"clerk{chance_of(self.key, 5)}", self.chance
        if done and chance.random() < 0.5:
            state = "archived" if chance.random() < 0.5 else "closed"
            closed = (self.at + dt.timedelta(days=chance.randint(1, 30))).date()
            yield (
                self.at,
                clerk,
                None,
                actions.Import(
                    kind=self.kind,
                    details=self.details(),
                    state=state,
                    lead=self.lead,
                    assists=self.assists,
                    closed_on=closed,
                    text=chance.choice(DONE),
                ),
            )
            return
        own = chance.random() < 0.05
        yield self.at, clerk, self.lead if own else None, actions.Open(kind=self.kind, details=self.details())
        stops = 9 if done else chance.choices(range(1, 8), (1, 2, 4, 4, 12, 3, 2))[0]
        proof = Evidence(id=f"e-{self.key}", name="现场照片.jpg", at=self.at, sha256="0" * 64, size=200_000)
        steps = (
            (0.2, clerk, None, actions.Register()),
            (0.5, clerk, None, actions.Dispatch(lead=self.lead, assists=self.assists)),
            (0.7, f"{self.lead}经办", self.lead, actions.SignFor()),
            (5.0, f"{self.lead}经办", self.lead, actions.Report(text=chance.choice(DONE), progress=50.0)),
            (
                4.0,
                f"{self.lead}经办",
                self.lead,
                actions.Submit(text=chance.choice(DONE), without_assists="协办意见已附", evidence=(proof,)),
            ),
            (1.0, "reviewer", None, actions.Review(text="材料齐全")),
            (1.0, clerk, None, actions.CallBack(contacted=True, resolved="yes", satisfied="fairly")),
            (1.0, "reviewer", None, actions.Close()),
        )
        for days, who, org, action in steps[: stops - 1]:
            if self.later(days) > self.end:
                return
            yield self.at, who, org, action
        if stops == 5 and chance.random() < 0.15 and self.later(1) < self.end:
            yield (
                self.at,
                f"{self.lead}经办",
                self.lead,
                actions.RequestExtension(number=5, reason="材料未到"),
            )


def chance_of(key: str, number: int) -> int:
    """Return a number below ``number`` that stays the same for a key."""
    return int(key[-4:], 16) % number


def blocks(items: int, seed: int, now: dt.datetime) -> Iterator[list[tuple[Any, ...]]]:
    """Yield what happened to a block of items, in the order of time."""
    chance = random.Random(seed)
    fresh, first = now - dt.timedelta(days=FRESH_DAYS), now - dt.timedelta(days=365 * YEARS)
    old = items * 88 // 100
    for start in range(0, items, BLOCK):
        found = []
        for number in range(start, min(items, start + BLOCK)):
            low, high, part, whole = (
                (first, fresh, number, old) if number < old else (fresh, now, number - old, items - old)
            )
            begin = (low + (high - low) * (part / whole)).replace(minute=0, second=0, microsecond=0)
            life = Life(chance, number + 1, begin, now)
            done = chance.random() < (0.99 if number < old else 0.2)
            found += [(*one, life.key, life.kind) for one in life.events(done)]
        found.sort(key=lambda one: one[0])
        yield found


def fill(items: int, seed: int = 1) -> float:
    """Write the log and what it leaves; return how many seconds that took.

    The rows are what `bridgehead.office.supervision.store` would write, but nobody is asked for permission,
    and indexes are built at the end.
    """
    from django.db import connection, transaction

    from bridgehead.ledger import GENESIS, Actor, RuleBook, chained
    from bridgehead.ledger.actions import Context
    from bridgehead.ledger.projection import stamped
    from bridgehead.office.supervision import models as kept
    from bridgehead.office.supervision import rows
    from bridgehead.office.supervision.texts import keep_texts
    from bridgehead.office.supervision.writer import add_to_tally

    began, now, book = time.perf_counter(), dt.datetime.now(dt.UTC), RuleBook()
    tables = (kept.LedgerItem, kept.LedgerEvent, kept.LedgerPart)
    with connection.schema_editor() as editor:
        for model in tables:
            for index in model._meta.indexes:
                editor.remove_index(model, index)
    seq, head, number = 0, GENESIS, 0
    for block in blocks(items, seed, now):
        living: dict[str, tuple[int, Any]] = {}
        events = []
        for at, who, org, action, key, _ in block:
            item = living.get(key, (0, None))[1]
            made = action.made(item, Actor(who, frozenset(), org), Context(now=at, book=book))
            payload = action.said() | ({"made": made} if made else {})
            seq += 1
            event = chained(
                head, seq, item=key, at=at, actor=who, org=org, action=action.name, payload=payload
            )
            head = event.hash
            if key not in living:
                number += 1
            living[key] = (
                living[key][0] if key in living else number,
                stamped(action.apply(item, event, made), event),
            )
            events.append(rows.event_row(event, living[key][0]))
        counted: dict[Any, int] = {}
        for _, item in living.values():
            counted[rows.tally_key(item)] = counted.get(rows.tally_key(item), 0) + 1
        with transaction.atomic():
            load(kept.LedgerItem, [rows.item_row(item, id) for id, item in living.values()])
            load(kept.LedgerEvent, events)
            load(kept.LedgerPart, [row for id, item in living.values() for row in rows.part_rows(item, id)])
            keep_texts([rows.text_row(item, id) for id, item in living.values()], [])
            add_to_tally(counted)
            end = {"seq": seq, "hash": head, "items": number}
            kept.LedgerHead.objects.update_or_create(pk=1, defaults=end)
        print(f"\r{number:,} items, {seq:,} events, {time.perf_counter() - began:.0f} s", end="", flush=True)
    with connection.schema_editor() as editor:
        for model in tables:
            for index in model._meta.indexes:
                editor.add_index(model, index)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"\r{number:,} items, {seq:,} events")
    return time.perf_counter() - began


def load(model: Any, found: Sequence[dict[str, Any]]) -> None:
    """Write rows the fastest way that the database has."""
    from django.db import connection

    from bridgehead.office.supervision.rows import write

    if connection.vendor == "sqlite":
        write(model, found)
        return
    names = ", ".join(f'"{name}"' for name in found[0])
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy,
    ):
        for row in found:
            copy.write_row(tuple(row.values()))
