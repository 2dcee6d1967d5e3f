"""Shifted bytes: how many lines come right, how sure the repair is of them, and what it costs.

The lines are official replies to citizens (``../shared/data/appeals``), which are in no training data, sent
through the mechanism of ``samples/generator``; the same replies undamaged tell false repairs. Prints a table
by script and decoder, and a table of reliability: of the lines whose least sure spot was so sure, how many
are right. Run it as ``python benchmarks/byteshift.py [--size 200] [--seed 1]``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samples.generator.damage import byteshift as forwards  # noqa: E402
from samples.generator.damage import pinyin, script, width  # noqa: E402
from samples.generator.damage._cells import Cell  # noqa: E402

from bridgehead.repair.byteshift import Findings, byteshift  # noqa: E402
from bridgehead.repair.script import simplified  # noqa: E402

REPLIES = ROOT.parent / "shared" / "data" / "appeals" / "replies.csv.gz"
READING = re.compile(r"\([a-z\u00e0-\u01dc]{1,6}\)")
FOLD = str.maketrans("，：；？（）％＋！", ",:;?()%+!")
ODD = re.compile(r"[^\x00-\x7f\u2014-\u2026\u3000-\u303f\uff00-\uff5e\u4e00-\u9fff·]")


class Line(NamedTuple):
    """A line as it stands on the page, and as it was written."""

    raw: str
    clean: str


def sentences() -> list[str]:
    with gzip.open(REPLIES, "rt", encoding="utf-8") as file:
        replies = [re.sub(r"\s+", "", row[5]) for row in list(csv.reader(file))[1:]]
    found = (match[0] for reply in replies for match in re.finditer("(?:[^。！？]+[。！？]){1,3}", reply))
    return [one for one in found if 25 <= len(one) <= 220 and not ODD.search(one)]


def damaged(pool: list[str], size: int, kind: tuple[str, str], rng: Random) -> Iterator[Line]:
    """Yield lines that the mechanism hits, each on a site of its own."""
    form, decoder = kind
    plain = None if form == "simplified" else "plain"
    sample = tuple(Cell(char, char, char) for char in "".join(pool[:40]))
    made = 0
    while made < size:
        text = rng.choice(pool)
        cells = tuple(Cell(char, char, char) for char in text)
        chars: frozenset[str] = frozenset()
        if plain:
            cells = script.apply(cells, plain, rng)
            chars = pinyin.choose(script.apply(sample, plain, rng), rng.randint(25, 60), rng)
        keys = "".join(rng.sample("。！？；：，、", rng.randint(2, 7)))
        cells = forwards.apply(cells, keys, chars, decoder=decoder, markup=rng.random() < 0.7)
        if any("byte-shift" in cell.kind for cell in cells):
            made += 1
            cells = width.fold(cells) if rng.random() < 0.8 else cells
            yield Line("".join(cell.raw for cell in cells), text)


def applied(raw: str, found: Findings) -> str:
    out, at = [], 0
    for change in sorted(found.changes):
        out += [raw[at : change.start], change.clean]
        at = change.end
    return "".join([*out, raw[at:]])


def same(text: str) -> str:
    return "".join(simplified(c, wherever=True) for c in READING.sub("", text)).translate(FOLD)


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y)))
    return row[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not REPLIES.exists():
        print(f"skipped: {REPLIES} is not there")
        return
    pool = sentences()
    byteshift("局??疾鞂W習")  # the model is loaded once
    sure: defaultdict[int, list[bool]] = defaultdict(list)
    print(f"{'':26}{'exact %':>9}{'CER %':>8}{'before':>8}{'flagged %':>11}{'ms/spot':>9}")
    for kind in [(a, b) for a in ("simplified", "traditional") for b in ("question", "drop")]:
        exact = wrong = before = length = spots = missed = marked = 0
        spent = 0.0
        for line in damaged(pool, options.size, kind, Random(f"{options.seed} {kind}")):
            start = time.process_time()
            found = byteshift(line.raw)
            spent += time.process_time() - start
            new, true = same(applied(line.raw, found)), same(line.clean)
            right = new == true
            exact, spots, length = exact + right, spots + len(found.changes), length + len(true)
            wrong, before = wrong + distance(new, true), before + distance(same(line.raw), true)
            missed, marked = missed + (not right), marked + (not right and bool(found.notes))
            if found.changes:
                sure[int(10 * min(change.confidence for change in found.changes))].append(right)
        row = 100 * exact / options.size, 100 * wrong / length, 100 * before / length
        print(f"{' '.join(kind):26}{row[0]:9.1f}{row[1]:8.2f}{row[2]:8.2f}", end="")
        print(f"{100 * marked / max(1, missed):11.1f}{1000 * spent / max(1, spots):9.0f}")
    print("\nleast sure spot of a line   lines   right %")
    for tenth in sorted(sure):
        right_ones = sure[tenth]
        print(
            f"{tenth / 10:.1f} and more {len(right_ones):18}{100 * sum(right_ones) / len(right_ones):10.1f}"
        )
    text = "\n".join(pool)
    start = time.process_time()
    changes = byteshift(text).changes
    print(f"\nclean: {len(changes)} changes in {len(text):,} characters", end="")
    print(f", {len(text.encode()) / 1e6 / (time.process_time() - start):.1f} MB/s")


if __name__ == "__main__":
    main()
