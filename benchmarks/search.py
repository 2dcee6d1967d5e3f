"""Search beside plain LIKE: 500 queries over 100,000 made-up records, both counted and compared.

Prints p50 and p95 of one page of 20 hits and of the exact number of hits, for `bridgehead.office.search` and
for a LIKE scan of the same table in the same run, and fails if they ever find different records.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

WORDS = """
云岭市 松溪县 梅川县 石塘县 青禾县 东陵区 西湾区 临江市 北原市 云岭经开区 青禾高新区
陆明远 何知秋 沈怀山 叶青林 罗小川 顾长河 秦若水 白景行 苏婉清 梁一舟 许南星
抓好 推进 落实 擦亮 守住 建设 完善 提升 做强 加快 统筹 培育 保障 治理 优化 拓展 深化 强化
百合产业 古城风貌 营商环境 数据中心 物流枢纽 春耕备耕 森林防火 雨污分流 老旧小区 农村公路 招商引资 专精特新
“13579”工作体系 三大新赛道 石刻保护 5G基站 PM2.5 AI算力 12345热线 规上工业 文旅融合 乡村振兴 校园足球 充电桩
，确保年底见效。 ，一件一件抓到底； （责任到人）。 ，增长7.4%。 ，总投资12.5亿元。 。 ，要有实招！
"""
PLACES, PEOPLE, DOES, *WHAT, TAILS = (line.split() for line in WORDS.strip().splitlines())
RARE = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def sentences(number: int, seed: int = 1) -> Iterator[str]:
    """Yield made-up sentences of about forty characters; one character in ten is a rare one."""
    chance = random.Random(seed)
    for _ in range(number):
        parts = [chance.choice(PEOPLE), "在", chance.choice(PLACES), "指出，要"]
        for _ in range(chance.randint(1, 3)):
            parts += [
                chance.choice(DOES),
                "".join(chance.choices(RARE, k=2)),
                chance.choice(chance.choice(WHAT)),
                "、",
            ]
        yield "".join(parts[:-1]) + chance.choice(TAILS)


def queries(texts: list[str], number: int, seed: int = 2) -> Iterator[str]:
    """Yield queries cut from the texts: one to eight characters, one in five of two words."""
    chance = random.Random(seed)
    for _ in range(number):
        cut = []
        for _ in range(2 if chance.random() < 0.2 else 1):
            text = chance.choice(texts)
            at = chance.randrange(len(text))
            cut.append(text[at : at + chance.randint(1, 8)])
        yield " ".join(cut)


def fill(texts: list[str]) -> float:
    """Put the texts in as records; return how many seconds that took."""
    from django.db import transaction
    from django.utils import timezone

    from bridgehead.office import search
    from bridgehead.office.models import Document, Record, SearchEntry

    began = time.perf_counter()
    with transaction.atomic():
        document = Document.objects.create(
            id="document-1", path="bench", length=0, data={}, imported_at=timezone.now(), raw="", clean=""
        )
        numbers = iter(search.entry_ids(738_000, len(texts)))
        for at in range(0, len(texts), 5000):
            records, entries = [], []
            for n, text in enumerate(texts[at : at + 5000], at):
                folded = search.fold(text)
                common = {"type": "directive", "document": document}
                records.append(
                    Record(
                        id=f"directive-{n:012x}",
                        start=n,
                        end=n + 1,
                        quote=text,
                        quote_raw=text,
                        title=text,
                        order=n,
                        confidence=1,
                        data={"head": text, "text": text},
                        search_text=folded,
                        **common,
                    )
                )
                grams = search.entry_grams("directive", folded)
                entries.append(
                    SearchEntry(
                        id=next(numbers), record_id=records[-1].id, text=folded, grams=grams, **common
                    )
                )
            Record.objects.bulk_create(records, batch_size=500)
            SearchEntry.objects.bulk_create(entries, batch_size=500)
    return time.perf_counter() - began


def like(query: str) -> list[int]:
    """Return what a LIKE scan finds."""
    from bridgehead.office import search
    from bridgehead.office.models import SearchEntry

    found = SearchEntry.objects.all()
    for word in search.words(query):
        found = found.filter(text__contains=word)
    return list(found.order_by("-id").values_list("id", flat=True))


def timed(ask: Callable[[str], object], asked: list[str]) -> tuple[float, float]:
    """Return p50 and p95 of asking, in milliseconds."""
    took = []
    for query in asked:
        began = time.perf_counter()
        ask(query)
        took.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(took, n=20)
    return cuts[9], cuts[18]


def main() -> int:
    """Fill a workspace of its own, ask, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=500)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        from bridgehead.office.start import setup

        setup(Path(folder) / "ws")
        from django.db import connection

        from bridgehead.office import search

        texts = list(sentences(given.records))
        asked = [query for query in queries(texts, given.queries) if search.words(query)]
        took = fill(texts)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{connection.vendor}: {given.records:,} records filled in {took:.1f} s; {len(asked)} queries")
        if not os.environ.get("DATABASE_URL"):
            print(f"database: {(Path(folder) / 'ws/bridgehead.db').stat().st_size / 1e6:.0f} MB")
        found: dict[str, list[int]] = {}
        scan = timed(lambda query: found.update({query: like(query)}), asked)
        differing = [query for query in asked if [one.id for one in search.entries(query)] != found[query]]
        hits = sorted(map(len, found.values()))
        most = f"median {hits[len(hits) // 2]:,}, most {hits[-1]:,}"
        print(f"hits a query: {most}; queries that differ from LIKE: {len(differing)}")
        rows = {
            "search, one page of 20": lambda query: search.search(query, limit=20),
            "search, exact number": search.count,
            "page and number": lambda query: (search.search(query, limit=20), search.count(query)),
        }
        measured = {name: timed(ask, asked) for name, ask in rows.items()} | {"LIKE scan, all ids": scan}
        for name, (p50, p95) in measured.items():
            print(f"{name:24} p50 {p50:8.2f} ms   p95 {p95:8.2f} ms")
        connection.close()
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
