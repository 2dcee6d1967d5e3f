"""Reading against the gold: how much of what five annotated documents say is found, and how fast.

    python benchmarks/read.py [--rules-only] [--errors]

Reads the documents of ../shared/data, writes the records in the gold's own shape into a temporary folder, and
lets the gold's score.py judge them; before that the same for the passages of many provinces, beside other
taggers (read_provinces.py). Then prints documents per second with and without the tagger, for the documents
without byte shift and for a mixed set (all documents and the texts of samples/yunling), beside a
naive pipeline measured in the same run (brackets with letters stripped by a regular expression, OpenCC over
everything, LAC over every sentence); and of a fresh process the seconds to the first record and the peak
memory, then and after it has read the mixed set. Skips when the folder is absent.
"""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from gold_shape import gold_shape, source_of

from bridgehead.read import LacTagger, read_text
from bridgehead.sources import RawText

HOME = Path(__file__).resolve().parents[1]
DATA = HOME / "../shared/data"
SHIFTED = ("002", "003")
"""Documents in which byte shift took characters: repair takes most of their time."""


def best_times(sources: list[RawText], run: Callable[[RawText], object], rounds: int) -> list[float]:
    """Time each document in CPU seconds, the best of several rounds: other work is not ours."""
    best = []
    for source in sources:
        times = []
        for _ in range(rounds):
            begin = time.process_time()
            run(source)
            times.append(time.process_time() - begin)
        best.append(min(times))
    return best


def naive(tagger: LacTagger) -> Callable[[RawText], object]:
    """Return what a first attempt does: it finds names, and no directive, figure or place in the original."""
    from opencc import OpenCC

    to_simplified = OpenCC("t2s")
    noise = re.compile(r"[(（][a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹ]{1,8}[)）] ?")

    def run(source: RawText) -> object:
        text = to_simplified.convert(noise.sub("", source.text))
        return tagger.tag([part for part in re.split(r"[。！？!?\n]+", text) if part.strip()])

    return run


def speeds(title: str, sources: list[RawText], tagger: LacTagger | None) -> None:
    """Print how fast documents are read on one core, beside the naive pipeline."""
    size = sum(len(source.text.encode()) for source in sources) / 10240
    ways: list[tuple[str, Callable[[RawText], object], int]] = [("rules only", read_text, 10)]
    if tagger:
        ways += [("with tagger", partial(read_text, tagger=tagger), 2), ("naive", naive(tagger), 2)]
    times = {name: sum(best_times(sources, run, rounds)) for name, run, rounds in ways}
    print(f"\n{title}: {len(sources)} documents, {size * 10:.0f} KB")
    print(f"{'':14}{'documents/s':>12}{'of 10 KB/s':>12}{'to naive':>10}")
    for name, seconds in times.items():
        ratio = f"{times['naive'] / seconds:9.1f}x" if tagger else f"{'-':>10}"
        print(f"{name:14}{len(sources) / seconds:12.1f}{size / seconds:12.1f}{ratio}")


_FIRST = """
import os, time
from bridgehead.read import LacTagger, read_text
from bridgehead.sources import RawText
text = "2026年3月5日,市长叶青林到松溪縣調研。他强調,經(jīng)濟發(fā)展要快。"
source = RawText("a.txt", "0" * 64, "text/plain", text)
tagger = {tagger}
assert read_text(source, tagger=tagger).records
seconds = time.process_time()  # with the start of Python; other work on the machine is not ours
for path in {paths}:
    text = open(path, encoding="utf-8").read()
    read_text(RawText("a.txt", "0" * 64, "text/plain", text), tagger=tagger)
status = open("/proc/self/status").read() if os.path.exists("/proc/self/status") else ""
peak = status.partition("VmHWM:")[2].split()[:1]
print(f"{{seconds:.2f}} s", *(f"{{int(size) // 1024}} MB" for size in peak))
"""


def fresh(tagger: str, paths: list[str]) -> str:
    """Return the seconds to the first record of a fresh process, and its peak memory after some files."""
    code = _FIRST.format(tagger=tagger, paths=paths)
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout.strip()
        for _ in range(1 if paths else 3)
    ]
    return min(runs)


def texts(folder: Path) -> list[Path]:
    """Return the texts of a folder that are UTF-8."""
    paths = []
    for path in sorted(folder.glob("*.txt")):
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        paths.append(path)
    return paths


def main(arguments: list[str]) -> None:
    gc.set_threshold(50_000, 25, 100)  # as the command line does
    rules = [option for option in arguments if option == "--rules-only"]
    subprocess.run([sys.executable, str(Path(__file__).with_name("read_samples.py"))], check=True)
    subprocess.run([sys.executable, str(Path(__file__).with_name("read_provinces.py")), *rules], check=True)
    if not DATA.is_dir():
        print("skipped: ../shared/data is absent")
        return
    tagger = None if "--rules-only" in arguments else LacTagger()
    paths = sorted((DATA / "documents").glob("*.txt"))
    sources = [source_of(path) for path in paths]
    with tempfile.TemporaryDirectory() as folder:
        for source in sources:
            shape = gold_shape(read_text(source, tagger=tagger))
            name = Path(folder, source.path).with_suffix(".json")
            name.write_text(json.dumps(shape, ensure_ascii=False), encoding="utf-8")
        errors = [option for option in arguments if option == "--errors"]
        subprocess.run([sys.executable, str(DATA / "gold/score.py"), folder, *errors], check=True)
    speeds("without byte shift", [s for s in sources if s.path[:3] not in SHIFTED], tagger)
    mixed = texts(HOME / "samples/yunling")
    speeds("mixed", [*sources, *map(source_of, mixed)], tagger)
    read = [str(path) for path in (*paths, *mixed)]
    for name, made in (("rules only", "None"), *([("with tagger", "LacTagger()")] if tagger else [])):
        print(f"import and first record, {name}: {fresh(made, [])}; after the mixed set: {fresh(made, read)}")


if __name__ == "__main__":
    main(sys.argv[1:])
