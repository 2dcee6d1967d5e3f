"""Repair beside its peers: what is wrong afterwards, what was right and got changed, and how fast.

    python benchmarks/repair.py [--seed N] [--size N]

Everything is generated afresh from the seed by the samples' own generator, so no figure can be tuned to a
fixed set. *naive* is what one would write in an hour: one regular expression for readings in brackets and
OpenCC's t2s over everything. The five real documents and the appeals are measured too where
../shared/data is there; peers that are not installed are left out, and the table says so.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib.util
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from opencc import OpenCC  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402
from samples.generator import sets  # noqa: E402
from samples.generator.damage import Edit as Wound  # noqa: E402
from samples.generator.sets import Made  # noqa: E402

from bridgehead.read import Page, articles  # noqa: E402
from bridgehead.repair import Repaired, repair  # noqa: E402

DATA = ROOT / "../shared/data"
READING = re.compile(r"[(（][a-zA-Zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,6}[)）] ?")
PLAIN = re.compile("[\u4e00-\u9fff，。、；“”]+。")
CONVERTER = OpenCC("t2s")
Tool = Callable[[str], str]


def naive(text: str) -> str:
    return CONVERTER.convert(READING.sub("", text))


def ours(text: str) -> str:
    return repair(text).clean


TOOLS: dict[str, Tool] = {"nothing": str, "opencc t2s": CONVERTER.convert, "naive": naive}
if importlib.util.find_spec("ftfy"):
    import ftfy

    TOOLS["ftfy"] = ftfy.fix_text
else:
    print("ftfy: left out, it is not installed (requirements/peers.txt)")
TOOLS["bridgehead"] = ours


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def rate(tool: Tool, pairs: Sequence[tuple[str, str]]) -> float:
    """Per cent of the clean characters that have to be changed to get from the tool's text to the truth."""
    wrong = sum(Levenshtein.distance(folded(tool(raw)), folded(truth)) for raw, truth in pairs)
    return 100 * wrong / sum(len(folded(truth)) for _, truth in pairs)


def exact(tool: Tool, pairs: Sequence[tuple[str, str]]) -> float:
    return 100 * sum(folded(tool(raw)) == folded(truth) for raw, truth in pairs) / len(pairs)


def row(title: str, figures: Iterator[float], form: str = "12.3f") -> None:
    print(f"{title:34}" + "".join(f"{figure:{form}}" for figure in figures), flush=True)


def real_documents() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for path in sorted((DATA / "gold").glob("0*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        raw = (DATA / "documents" / f"{path.stem}.txt").read_text(encoding="utf-8")
        yield path.stem[:3], [(raw, gold["clean_text"])]


def appeals(limit: int) -> list[str]:
    path = DATA / "appeals" / "replies.csv.gz"
    if not path.is_file():
        print("replies: left out, ../shared/data/appeals is not there")
        return []
    out: list[str] = []
    size = 0
    csv.field_size_limit(sys.maxsize)
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        for cells in csv.reader(file):
            out.append("\n".join(cells))
            size += len(out[-1])
            if size > limit:
                break
    return out


def is_shift(wound: Wound) -> bool:
    return "byte-shift" in wound.kind


def unflagged(made: Sequence[Made]) -> tuple[int, int]:
    """How many shifted spots are neither repaired right nor marked, and how many there are."""
    missed = total = 0
    for one in made:
        result = repair(one.raw)
        marked = [(e.start, e.end) for e in result.edits if e.outcome != "repaired"]
        for wound in filter(is_shift, one.edits):
            total += 1
            low, high = result.clean_span(wound.start, wound.end)
            right = folded(wound.clean).strip("?。") in folded(result.clean[max(0, low - 3) : high + 3])
            if not right and not any(low < wound.end and wound.start < high for low, high in marked):
                missed += 1
    return missed, total


def f1(found: set[object], true: set[object]) -> float:
    both = len(found & true)
    return 2 * both / (len(found) + len(true)) if found or true else 1.0


def layout(made: Sequence[Made]) -> tuple[float, float, float]:
    """F1 of line roles, of joins, and of the lines that begin an article."""
    found: list[set[object]] = [set(), set(), set()]
    true: list[set[object]] = [set(), set(), set()]
    for number, one in enumerate(made):
        result = repair(one.raw)
        for line in result.lines:
            found[0].add((number, line.span[0], line.role))
            if line.joined:
                found[1].add((number, line.span[0]))
        found[2] |= {(number, start) for start in starts(result)}
        seen: set[str | None] = {None}
        for true_line in one.lines:
            start = true_line.start
            true[0].add((number, start, true_line.role))
            if true_line.joined:
                true[1].add((number, start))
            if true_line.article not in seen:
                seen.add(true_line.article)
                true[2].add((number, start))
    roles, joins, begins = (f1(a, b) for a, b in zip(found, true, strict=True))
    return roles, joins, begins


def starts(result: Repaired) -> set[int]:
    """The raw offsets of the lines that begin an article; captions and adverts belong to the page."""
    drafts = [d for d in articles.split(Page("", result)) if d.kind not in ("caption", "advert")]
    at = {result.to_raw(draft.start) for draft in drafts}
    return {min((line.span[0] for line in result.lines if line.span[1] > a), default=a) for a in at}


def speed(tool: Tool, texts: Sequence[str], least: float = 0.4) -> float:
    """Megabytes of UTF-8 a second of processor time, best of three."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    best = 1e9
    for _ in range(3):
        rounds, start = 0, time.process_time()
        while time.process_time() - start < least / 3 or not rounds:
            for text in texts:
                tool(text)
            rounds += 1
        best = min(best, (time.process_time() - start) / rounds)
    return size / best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=60)
    options = parser.parse_args()
    made = list(sets.documents(options.seed, options.size))
    lines = list(sets.shift_lines(options.seed + 1, options.size))
    pieces = list(sets.fragments(options.seed + 2, options.size))
    print(f"\n{'per cent':34}" + "".join(f"{name:>12}" for name in TOOLS))
    groups = [("pages, wrong characters", [(one.raw, one.expected) for one in made])]
    groups += [(f"document {name}, wrong", pairs) for name, pairs in real_documents()]
    for title, pairs in groups:
        row(title, (rate(tool, pairs) for tool in TOOLS.values()))
    for title, shifted in (("byte-shift lines", lines), ("byte-shift fragments", pieces)):
        pairs = [(one.raw, one.expected) for one in shifted]
        row(f"{title}, wrong", (rate(tool, pairs) for tool in TOOLS.values()))
        row(f"{title}, exact", (exact(tool, pairs) for tool in TOOLS.values()), "12.1f")
    clean = sets.clean_lines()
    row(
        "clean lines changed",
        (100 - exact(tool, [(t, t) for t in clean]) for tool in TOOLS.values()),
        "12.1f",
    )
    texts = appeals(1_000_000)
    if texts:
        size = sum(map(len, texts)) / 1e6
        row(
            "replies, changes per million",
            (per_million(tool, texts) / size for tool in TOOLS.values()),
            "12.0f",
        )
    missed, total = unflagged([*lines, *pieces])
    print(f"\nshifted spots neither repaired nor marked: {missed} of {total}")
    print("roles F1 {:.3f}, joins F1 {:.3f}, article starts F1 {:.3f}".format(*layout(made)))
    print(f"\n{'MB/s of processor time':34}" + "".join(f"{name:>12}" for name in TOOLS))
    for title, unhurt in clean_texts(clean, texts):
        row(title, (speed(tool, unhurt) for tool in TOOLS.values()), "12.1f")
    damaged = [one.raw for one in made if one.profile.annotation and not one.profile.marks]
    row("annotated pages", (speed(tool, damaged) for tool in TOOLS.values()), "12.1f")
    real = [path.read_text(encoding="utf-8") for path in sorted((DATA / "documents").glob("*.txt"))]
    if real:
        row("the five documents", (speed(tool, real) for tool in TOOLS.values()), "12.1f")
        row(
            "the same 200 times, one text",
            (speed(tool, ["\n\n".join(real) * 200]) for tool in TOOLS.values()),
            "12.1f",
        )
    spots = sum(sum(map(is_shift, one.edits)) for one in lines)
    start = time.process_time()
    for one in lines:
        repair(one.raw)
    print(f"a line with shifted bytes: {1000 * (time.process_time() - start) / spots:.1f} ms a spot")


def clean_texts(lines: Sequence[str], replies: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Clean texts as they come, with headlines, figures, brackets and letters, and such without any."""
    pages = ["\n".join(line.text for line in article) for article in sets.sources()]
    yield "clean articles, one text", ["\n\n".join(pages) * 10]
    yield "clean articles, each alone", pages
    yield "clean lines, one text", ["\n".join(lines)]
    yield "clean lines, each alone", list(lines)
    if replies:
        yield "replies, each alone", list(replies[:100])
    plain = [line for line in lines if PLAIN.fullmatch(line)]
    yield "nothing but Han and marks", ["\n".join(plain) * 20]


def per_million(tool: Tool, texts: Sequence[str]) -> int:
    """Characters changed; these texts are real, so some changes are repairs."""
    changed = 0
    for text in texts:
        after = tool(text)
        if after != text:
            changed += Levenshtein.distance(text, after)
    return changed


if __name__ == "__main__":
    main()
