"""Repair against its peers: wrong characters left, clean text changed, and speed, all in one run.

    python benchmarks/repair.py [--pages N]

The pages are the clean texts of samples/gold, damaged afresh by the samples' own generator (seeded). *naive*
is what one would write in an hour: one regular expression for readings in brackets and OpenCC's t2s over
everything. Peers that are not installed are left out, and the table says so. Clean text is the same pages
undamaged and, where it is there, a part of the appeals of ../shared/data/appeals.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import gzip
import importlib.util
import json
import random
import re
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from opencc import OpenCC  # noqa: E402
from samples.generator import damage  # noqa: E402
from samples.generator.damage import Profile  # noqa: E402

from bridgehead.repair import repair  # noqa: E402

READING = re.compile(r"[(（][a-zA-Zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,6}[)）] ?")
PROFILES = {
    "plain, toned": Profile(script="plain", annotation="toned", annotated=40, folded=True),
    "wrong pick, toneless": Profile(script="wrong-pick", annotation="toneless", annotated=30, folded=True),
    "plain, random": Profile(script="plain", annotation="random", annotated=25),
    "plain, dense": Profile(script="plain", annotation="dense", annotated=60),
    "repost, commas": Profile(script="repost", commas=0.1),
    "stray": Profile(script="stray"),
    "small forms": Profile(small_forms=True),
    "read as Latin-1": Profile(latin1=True),
}


def naive(text: str) -> str:
    return CONVERTER.convert(READING.sub("", text))


def ours(text: str) -> str:
    return repair(text).clean


CONVERTER = OpenCC("t2s")
TOOLS: dict[str, Callable[[str], str]] = {"nothing": str, "naive": naive, "bridgehead": ours}


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def errors(text: str, truth: str) -> int:
    """Characters to change, at most: from the longest matching blocks."""
    a, b = folded(text), folded(truth)
    steps = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return sum(max(j - i, n - m) for kind, i, j, m, n in steps if kind != "equal")


def clean_pages(limit: int) -> list[str]:
    pages = []
    for path in sorted((ROOT / "samples" / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "clean" in gold and len(gold["clean"]) > 300:
            pages.append(gold["clean"])
    return pages[:limit]


def appeals(limit: int) -> list[str]:
    path = ROOT / "../shared/data/appeals/labelled_train_raw.csv.gz"
    if not path.is_file():
        print("appeals: skipped, ../shared/data/appeals is not there")
        return []
    out, size = [], 0
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        for row in csv.reader(file):
            out.append("\n".join(row))
            size += len(out[-1])
            if size > limit:
                break
    return out


def changed(before: str, after: str) -> int:
    return 0 if before == after else errors(after, before)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=8)
    pages = clean_pages(parser.parse_args().pages)
    if importlib.util.find_spec("ftfy"):
        import ftfy

        TOOLS["ftfy"] = ftfy.fix_text
    else:
        print("ftfy: skipped, it is not installed (requirements/peers.txt)")
    print(f"\nCharacters wrong, per cent of the clean text ({len(pages)} pages)")
    print(f"{'damage':24}" + "".join(f"{name:>12}" for name in TOOLS))
    raws: list[str] = []
    for name, profile in PROFILES.items():
        rng = random.Random(name)
        pairs = [
            (damage.damaged(cells), page)
            for page in pages
            for cells in [damage.apply(damage.from_lines(page.split("\n")), profile, rng)]
        ]
        raws += [raw for raw, _ in pairs]
        size = sum(len(folded(page)) for _, page in pairs)
        rates = [100 * sum(errors(tool(raw), page) for raw, page in pairs) / size for tool in TOOLS.values()]
        print(f"{name:24}" + "".join(f"{rate:12.3f}" for rate in rates))
    for title, texts in (("clean pages", pages), ("appeals", appeals(300_000))):
        if texts:
            size = sum(map(len, texts)) / 1e6
            rates = [sum(changed(text, tool(text)) for text in texts) / size for tool in TOOLS.values()]
            print(f"{title + ', per million':24}" + "".join(f"{rate:12.0f}" for rate in rates))
    for title, texts in (("damaged, MB/s", raws), ("clean, MB/s", pages)):
        print(f"{title:24}" + "".join(f"{speed(tool, texts):12.2f}" for tool in TOOLS.values()))


def speed(tool: Callable[[str], str], texts: list[str]) -> float:
    """Megabytes of UTF-8 a second of processor time."""
    for text in texts[:2]:
        tool(text)
    start = time.process_time()
    for text in texts:
        tool(text)
    return sum(len(text.encode()) for text in texts) / 1e6 / max(time.process_time() - start, 1e-6)


if __name__ == "__main__":
    main()
