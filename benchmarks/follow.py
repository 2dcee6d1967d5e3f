"""Following directives: the cases of tests/cases/follow beside plain BM25 and TF-IDF cosine, and the speed.

``--cases`` names the files; ``--no-speed`` leaves out 1,000 made-up directives in 100,000 made-up sentences.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import math
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bridgehead.follow import Ask, Index, follow
from bridgehead.follow.judge import features, kind_of_sentence
from bridgehead.follow.sentences import Sentence
from bridgehead.read import Context, Reading, read_text
from bridgehead.records import Article, Directive, Document, Link, SourceText
from bridgehead.repair import Repaired
from bridgehead.sources import RawText

CASES = Path(__file__).parent.parent / "tests" / "cases" / "follow"


@dataclass
class Case:
    """One ask with what answers it and what only looks like it."""

    city: str
    ask: Ask
    evidence: list[tuple[str, int, int, str]]
    hard: list[tuple[str, int, int]]
    found: list[tuple[float, Sentence, bool]] = field(default_factory=list)


def reading(document: dict[str, str]) -> Reading:
    digest = hashlib.sha256(document["text"].encode()).hexdigest()
    source = RawText(f"{document['id']}.txt", digest, "text/plain", document["text"])
    context = Context(document["date_published"], document["place"])
    return read_text(source, context=context, document_id=document["id"])


WORDS = """
强化系统思维 完善工作机制 提升服务水平 推动产业集聚 完善功能布局 优化基础设施 凝聚工作合力
创新合作模式 坚持问题导向 加强统筹协调 找准短板弱项 加强要素保障 强化责任落实 发挥示范作用
满足群众需求 深化交流合作 加大政策支持 形成可复制经验 促进融合发展 助力乡村振兴
推进 建成 完成 启动 加快 改造 新建 开展 实施 修缮 投产 治理 培育 引进 发放 整治 建设 保护
百合产业园 减速机项目 石刻博物馆 铁路专用线 算力中心 冷链物流基地 雨污分流 老旧小区加装电梯
高标准农田 水库除险加固 村级卫生室 职业技能培训 乡村公路 湿地公园 智慧停车场 中药材种植 抽水蓄能电站
民宿集群 社区食堂 外贸综合服务平台 储能电池生产线 县域医共体 普惠幼儿园 招商引资专班
"""
LINES = [line.split() for line in WORDS.strip().splitlines()]
CLAUSES, DOES, WHAT = [*LINES[0], *LINES[1], *LINES[2]], LINES[3], [*LINES[4], *LINES[5], *LINES[6]]


def longer(city: dict) -> dict:  # type: ignore[type-arg]
    """Return a city whose leaders talk as leaders do, with clauses behind each demand that any may have."""
    chance = random.Random(city["city"])
    city = json.loads(json.dumps(city))
    texts = {one["id"]: one for one in city["documents"]}
    for wanted in city["asks"]:
        document = texts[wanted["document"]]
        at = document["text"].index(wanted["quote"]) + len(wanted["quote"])
        end = min(i for i in (document["text"].find(mark, at - 1) for mark in "。；") if i >= 0)
        more = "，" + "，".join(chance.sample(CLAUSES, chance.randint(2, 4)))
        document["text"] = document["text"][:end] + more + document["text"][end:]
    city["city"] += "（长）"
    return city


def cities(name: str = "cities", long: bool = False) -> Iterator[tuple[str, Index, list[Case]]]:
    """Yield each city of a file of cases with its index and its asks."""
    for city in json.loads((CASES / f"{name}.json").read_text()):
        city = longer(city) if long else city
        index = Index(reading(document) for document in city["documents"])
        texts = {one["id"]: one["text"] for one in city["documents"]}

        def at(one: dict[str, str], texts: dict[str, str] = texts) -> tuple[str, int, int]:
            start = texts[one["document"]].index(one["quote"])
            return one["document"], start, start + len(one["quote"])

        cases = []
        for wanted in city["asks"]:
            document, start, end = at(wanted)
            ask = next((one for one in index.asks if _meets((document, start, end), one.record)), None)
            if ask is None:
                print(f"not read: {city['city']} {wanted['quote']}", file=sys.stderr)
                continue
            evidence = [(*at(one), one["level"]) for one in wanted["evidence"]]
            cases.append(Case(city["city"], ask, evidence, [at(one) for one in wanted["hard"]]))
        yield city["city"], index, cases


def _meets(place: tuple[str, int, int], record) -> bool:  # type: ignore[no-untyped-def]
    overlap = min(place[2], record.span[1]) - max(place[1], record.span[0])
    shorter = min(place[2] - place[1], record.span[1] - record.span[0])
    return place[0] == record.document and overlap >= 0.5 * shorter


def table(cases: list[Case], ranked: Callable[[Case], list[Link]]) -> dict[str, float]:
    """Return the scores of `score_follow.py` for one way of ranking."""
    first, ten, mean, claimed, right, wanted, got, hard, none = [], [], [], 0, 0, 0, 0, 0, 0
    for case in cases:
        links = ranked(case)[:10]
        gold = [one for one in case.evidence if one[3] != "weak"]
        if gold:
            ranks = [next((r for r, link in enumerate(links, 1) if _meets(one[:3], link)), 0) for one in gold]
            hits = sorted(rank for rank in ranks if rank)
            first.append(1 / hits[0] if hits else 0)
            ten.append(len(hits) / len(gold))
            mean.append(sum((i + 1) / rank for i, rank in enumerate(hits)) / len(gold))
        shown = [link for link in links if link.claim]
        good = [link for link in shown if any(_meets(one[:3], link) for one in gold)]
        claimed, right = claimed + len(shown), right + len(good)
        wanted += len(gold)
        got += sum(any(_meets(one[:3], link) for link in shown) for one in gold)
        hard += sum(any(_meets(one, link) for one in case.hard) for link in shown)
        none += bool(shown and not case.evidence)
    average = lambda values: sum(values) / max(1, len(values))  # noqa: E731
    return {
        "MRR": average(first),
        "R@10": average(ten),
        "MAP": average(mean),
        "precision": right / max(1, claimed),
        "recall": got / max(1, wanted),
        "claimed": claimed,
        "hard": hard,
        "none": none,
    }


def show(name: str, figures: dict[str, float]) -> None:
    print(
        f"{name:34}"
        + "  ".join(
            f"{key} {value:.3f}"
            if value != int(value) or key not in ("claimed", "hard", "none")
            else f"{key} {int(value)}"
            for key, value in figures.items()
        )
    )


def pairs(index: Index, cases: list[Case]) -> Iterator[tuple[Case, Sentence, dict[str, float], int]]:
    """Yield every candidate with its features and whether it is evidence (1), not (0), or weak (-1)."""
    candidates = index.candidates()
    for case in cases:
        day = index.day_of(case.ask)
        for sentence in index.best(case.ask, day.last, candidates) if day else ():
            _, span = index.cite(sentence)
            link = type("At", (), {"document": sentence.document, "span": span})
            met = [one for one in case.evidence if _meets(one[:3], link)]
            label = 0 if not met else -1 if all(one[3] == "weak" for one in met) else 1
            yield case, sentence, features(case.ask, sentence, kind_of_sentence(sentence)), label


def peers(read: list[tuple[str, Index, list[Case]]]) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the table's row of each plain method, which ranks the same sentences after the same filters."""
    for name, score in (("BM25, pairs and triples", _bm25), ("TF-IDF cosine, pairs and triples", _cosine)):
        ranked: dict[int, list[Link]] = {}
        for _, index, cases in read:
            texts = [one.text for one in index._sentences]
            candidates = index.candidates()
            for case in cases:
                day = index.day_of(case.ask)
                allowed = candidates.after(day.last) & candidates.at(index.places_of(case.ask))
                values = np.where(allowed, score(case.ask.record.text, texts), 0)
                best = [index._sentences[i] for i in np.argsort(-values)[:10] if values[i] > 0]
                ranked[id(case)] = [_at(index, one) for one in best]
        every = [case for *_, cases in read for case in cases]
        yield name, table(every, lambda case, ranked=ranked: ranked[id(case)])


@dataclass
class _Found:
    document: str
    span: tuple[int, int]
    claim: bool = False


def _at(index: Index, sentence: Sentence) -> _Found:
    return _Found(sentence.document, index.cite(sentence)[1])


def _pieces(text: str) -> Counter[str]:
    return Counter(text[i : i + n] for n in (2, 3) for i in range(len(text) - n + 1))


def _frequencies(counts: list[Counter[str]]) -> dict[str, float]:
    seen = Counter(piece for one in counts for piece in one)
    return {piece: math.log(1 + (len(counts) - n + 0.5) / (n + 0.5)) for piece, n in seen.items()}


def _bm25(query: str, texts: list[str]) -> list[float]:
    counts = [_pieces(text) for text in texts]
    idf, mean = _frequencies(counts), sum(map(len, texts)) / len(texts)
    return [
        sum(
            idf[p] * one[p] * 2.2 / (one[p] + 1.2 * (0.25 + 0.75 * len(text) / mean))
            for p in _pieces(query)
            if p in one
        )
        for one, text in zip(counts, texts, strict=True)
    ]


def _cosine(query: str, texts: list[str]) -> list[float]:
    counts = [_pieces(text) for text in texts]
    idf, asked = _frequencies(counts), _pieces(query)
    length = lambda of: math.sqrt(sum((n * idf.get(p, 0)) ** 2 for p, n in of.items())) or 1.0  # noqa: E731
    return [
        sum(n * one[p] * idf[p] ** 2 for p, n in asked.items() if p in one) / length(asked) / length(one)
        for one in counts
    ]


def _thing(chance: random.Random, rare: list[str]) -> str:
    return "".join(chance.choices(rare, k=2)) + chance.choice(WHAT)


def _done(chance: random.Random, rare: list[str]) -> str:
    done = f"{chance.choice(DOES)}{_thing(chance, rare)}，{chance.choice(DOES)}{chance.choice(WHAT)}"
    return f"{done}{chance.randint(2, 90)}个，同比增长{chance.randint(1, 30)}%。"


def _asked(chance: random.Random, rare: list[str]) -> str:
    asked = f"他强调，要{chance.choice(DOES)}{_thing(chance, rare)}，{chance.choice(CLAUSES)}，"
    return f"{asked}{chance.choice(DOES)}{chance.choice(WHAT)}。"


def made_up(documents: int, each: int, asked: int, seed: int = 1) -> Iterator[Reading]:
    """Yield made-up documents of a hundred places; the first of them ask."""
    chance = random.Random(seed)
    rare = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    for number in range(documents):
        place = f"{rare[number % 100 * 7]}云市"
        said = [_done(chance, rare) for _ in range(each)]
        day = dt.date(2025, 1, 1) + dt.timedelta(days=number % 365)
        asks = number < asked // 10
        if asks:
            said = [_asked(chance, rare) for _ in range(10)]
            day = dt.date(2024, 6, 1)
        text = f"{place}新闻\n" + "".join(said)
        record = Document(
            id=f"document-{number:012x}",
            path="",
            sha256="",
            media_type="text/plain",
            length=len(text),
            place=place,
            date_published=str(day),
        )
        source = SourceText(record.id, text)
        article = source.cite(Article, (0, len(text)), text, date_published=str(day), content_location=place)
        records: list = [article]  # type: ignore[type-arg]
        if asks:
            at = len(place) + 3
            for one in said:
                records.append(
                    source.cite(Directive, (at, at + len(one)), one, head=one, text=one, article=article.id)
                )
                at += len(one)
        yield Reading(record, Repaired(text, text), tuple(records))


def speed(documents: int, each: int, asked: int) -> None:
    """Print how long it takes to follow many asks through many sentences, and the memory that it takes."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    index = Index(made_up(documents, each, asked))
    index.candidates()
    built = time.process_time()
    found = list(follow(index))
    done = time.process_time()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{len(found)} asks, {len(index._sentences)} sentences of {len(index)} documents: "
        f"taken in {built - start:.1f} s, "
        f"followed {done - built:.1f} s, together {done - start:.1f} s of one core; "
        f"memory {before / 1024:.0f} -> {most / 1024:.0f} MiB"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", nargs="+", default=["cities"], help="files of tests/cases/follow")
    options.add_argument("--misses", action="store_true")
    options.add_argument("--no-speed", action="store_true")
    given = options.parse_args()
    read = [one for name in given.cases for one in cities(name)]
    cases = [case for _, _, some in read for case in some]
    found: dict[int, list[Link]] = {}
    for _, index, some in read:
        for case in some:
            found[id(case)] = list(next(follow(index, [case.ask])).links)
    print(
        f"{len(cases)} asks, {sum(len(c.evidence) for c in cases)} pairs,"
        f" {sum(len(c.hard) for c in cases)} hard negatives"
    )
    show("bridgehead.follow", table(cases, lambda case: found[id(case)]))
    for name, figures in peers(read):
        show(name, {key: value for key, value in figures.items() if key in ("MRR", "R@10", "MAP")})
    if given.misses:
        for case in cases:
            for one in case.evidence:
                rank = next((r for r, link in enumerate(found[id(case)], 1) if _meets(one[:3], link)), 0)
                link = found[id(case)][rank - 1] if rank else None
                if not link or not link.claim:
                    print(
                        "MISS",
                        case.city,
                        case.ask.record.head[:30],
                        "=>",
                        one,
                        rank,
                        link and (link.score, link.kind, link.score_parts),
                    )
            for link in found[id(case)]:
                if link.claim and not any(_meets(one[:3], link) for one in case.evidence):
                    print(
                        "FALSE",
                        case.city,
                        case.ask.record.head[:30],
                        "=>",
                        link.quote[:50],
                        link.score,
                        link.kind,
                        link.score_parts,
                    )
    if not given.no_speed:
        speed(5000, 20, 1000)


if __name__ == "__main__":
    main()
