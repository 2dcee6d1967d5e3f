"""Line roles and joins on the labelled pages of the cases, each page set in ten ways.

    python benchmarks/lines.py [--pages GLOB] [--wrong] [--setting NAME]

Prints F1 a role (all settings together), F1 a setting, false joins on the multi-line letters of
../shared/data/appeals (skipped where they are not there), and the speed of both stages.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.repair.pages import SETTINGS, Page, pages  # noqa: E402

from bridgehead.repair import ROLES  # noqa: E402
from bridgehead.repair.joins import joins  # noqa: E402
from bridgehead.repair.roles import roles  # noqa: E402


class Score:
    """Right, missed and false decisions."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.false: Counter[str] = Counter()

    def add(self, want: str, got: str) -> None:
        """Count one decision."""
        if want == got:
            self.right[want] += 1
        else:
            self.missed[want] += 1
            self.false[got] += 1

    def f1(self, *names: str) -> float:
        """Return F1 of some answers together; of all, when none is named."""
        names = names or tuple({*self.right, *self.missed, *self.false})
        right = 2 * sum(self.right[name] for name in names)
        wrong = sum(self.missed[name] + self.false[name] for name in names)
        return right / (right + wrong) if right + wrong else 1.0


def measure(page: Page, role: Score, furniture: Score, join: Score) -> list[str]:
    """Score one page; return the wrong lines."""
    found = roles(page.raw.split("\n"))
    _, joined = joins(page.raw, found)
    lines = [(name, i in joined) for i, name in enumerate(found) if name]
    wrong = []
    for want, got in zip(page.expected, lines, strict=True):
        role.add(want.role, got[0])
        sides = [name in ("furniture", "footer") for name in (want.role, got[0])]
        furniture.add(*("furniture" if side else "content" for side in sides))
        join.add(*("join" if side else "apart" for side in (want.joined, got[1])))
        if (want.role, want.joined) != got:
            marks = [f"{r}{'+' * j}" for r, j in ((want.role, want.joined), got)]
            wrong.append(f"  {marks[0]:10} got {marks[1]:10} {want.text[:60]}")
    return wrong


def letters() -> tuple[int, int, list[str]]:
    """Return letters and replies read, lines joined in them, and where."""
    folder = ROOT / "../shared/data/appeals"
    seen = joined = 0
    where = []
    for name in ("replies.csv.gz", "labelled_train_raw.csv.gz"):
        if not (folder / name).is_file():
            continue
        with gzip.open(folder / name, "rt", encoding="utf-8", errors="replace") as file:
            for row in csv.reader(file):
                for cell in row:
                    if "\n" not in cell.strip():
                        continue
                    seen += 1
                    text = cell.replace("\r", "")
                    changes, numbers = joins(text, roles(text.split("\n")))
                    joined += len(numbers)
                    where += [text[max(0, c.start - 30) : c.end + 30].replace("\n", "⏎") for c in changes]
    return seen, joined, where


def speed(texts: list[str]) -> float:
    """Megabytes of UTF-8 a second of processor time, roles and joins together."""
    start = time.process_time()
    for text in texts:
        joins(text, roles(text.split("\n")))
    return sum(len(text.encode()) for text in texts) / 1e6 / max(time.process_time() - start, 1e-6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", default="*.txt")
    parser.add_argument("--setting")
    parser.add_argument("--wrong", action="store_true", help="print every wrong line")
    parser.add_argument("--letters", action="store_true", help="print every line joined in the letters")
    args = parser.parse_args()
    found = pages(args.pages)
    settings = {args.setting: SETTINGS[args.setting]} if args.setting else SETTINGS
    role, furniture, join = Score(), Score(), Score()
    lines = sum(len(page.expected) for page in found)
    print(f"{len(found)} pages, {lines} lines, {len(settings)} settings")
    print(f"{'setting':14}{'roles F1':>10}{'furniture':>11}{'joins F1':>10}")
    for name, setting in settings.items():
        parts = Score(), Score(), Score()
        for page in found:
            wrong = measure(setting(page), *parts)
            if wrong and args.wrong:
                print(f"-- {name}, {page.name}", *wrong, sep="\n")
        for total, part in zip((role, furniture, join), parts, strict=True):
            for field in ("right", "missed", "false"):
                getattr(total, field).update(getattr(part, field))
        print(f"{name:14}{parts[0].f1():10.3f}{parts[1].f1('furniture'):11.3f}{parts[2].f1('join'):10.3f}")
    print(f"{'all':14}{role.f1():10.3f}{furniture.f1('furniture'):11.3f}{join.f1('join'):10.3f}\n")
    print(f"{'role':12}{'lines':>7}{'F1':>8}")
    for name in ROLES:
        print(f"{name:12}{role.right[name] + role.missed[name]:7}{role.f1(name):8.3f}")
    used = [name for name in ROLES if role.right[name] + role.missed[name]]
    print(f"{'macro':12}{'':7}{sum(role.f1(name) for name in used) / len(used):8.3f}")
    seen, joined, where = letters()
    print(f"\nletters with several lines: {seen}, lines joined in them: {joined}")
    if args.letters:
        print(*where, sep="\n")
    texts = [setting(page).raw for setting in settings.values() for page in found]
    print(f"roles and joins: {speed(texts):.1f} MB/s")


if __name__ == "__main__":
    main()
