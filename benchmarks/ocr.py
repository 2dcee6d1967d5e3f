"""Recognition of drawn pages against rapidocr's own order: wrong characters, articles, seconds, in one run.

    python benchmarks/ocr.py [--pages NAME …]

The pages are the clean texts of samples/source, set like newspapers by samples/generator/press.py (Debian's
fonts-noto-cjk), some printed clean, some copied askew with noise as JPEG, one taken by a phone. *rapidocr* is
the peer as it comes: its own sizes, its own order. *text-layer* takes our lines in the order in which PDF
files with text are read. The wrong characters are counted in reading order, white space left out and
forms folded (NFKC); *bag* counts them in any order, so it is what recognition alone costs.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import os
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["BRIDGEHEAD_CACHE"] = ""  # every page is recognized anew

from samples.generator.press import Across, Down, Piece, Press, fonts, stories  # noqa: E402

Drawn = tuple[str, Press, str]


def pages() -> Iterator[Drawn]:
    """Give name, page, and what happened to its print: clean, copied, photographed."""
    daily, week = stories("04-daily-page"), stories("07-weekly-page")
    secretary, governor = stories("01-visit-secretary")["1"], stories("05-visit-governor")["1"]
    half, follow = stories("09-half-year")["1"], stories("10-followup")["1"]
    neighbour = stories("02-columns-neighbour")["1"]
    study = replace(stories("03-study-tour")["1"], title="三县区同志谈外出学习的收获")
    lead = daily["1"].cut(900)
    long = [daily["1"].cut(600), daily["2"].cut(400), daily["3"].cut(500), daily["4"].cut(500)]
    long[2] = replace(long[2], title="把办法落到地面")
    middle = Across((Piece(governor.cut(600), 3), Piece(week["1"], 2, size=1.7)))
    yield (
        "daily, 5 columns, photo",
        Press(
            Down((Piece(lead, 5, photo=2, size=2.6), middle, Piece(half.cut(500), 5)), ruled=True),
            column=12,
            masthead="云岭日报　2024年11月12日　星期二　要闻　责任编辑：宋雨　第2版",
        ),
        "copied",
    )
    top = Across((Piece(secretary.cut(700), 3, size=2.4), Piece(week["3"], 1, size=1.5)))
    below = Across((Piece(week["2"], 1, size=1.5), Piece(follow.cut(600), 3, head=2)))
    yield "pinwheel", Press(Down((top, below)), em=32, column=13), "clean"
    left = Down((Piece(governor.cut(500), 3), Piece(week["1"], 3, columns=2)))
    boxed = Piece(week["3"], 2, size=1.6, boxed=True)
    right = Down((boxed, Piece(neighbour.cut(500), 2), Piece(week["2"], 2, columns=1, size=1.6)))
    yield "two stacks, boxed", Press(Across((left, right)), em=28, column=12, serif=False), "copied"
    four = [secretary.cut(900), governor.cut(800), half.cut(800), follow.cut(900)]
    yield (
        "4 articles, 3,800 characters",
        Press(Down(tuple(Piece(s, 3) for s in four)), em=40, column=20),
        "clean",
    )
    middle = Across((Piece(half.cut(500), 3, columns=2), Piece(follow.cut(600), 3)), ruled=True)
    upright = Piece(replace(week["1"], title="陆港通了"), 6, upright=True, columns=4, size=2.6)
    yield (
        "mixed widths, upright head",
        Press(
            Down((Piece(study.cut(1000), 6, columns=4, size=3), middle, upright)),
            em=26,
            column=11,
            masthead="江北周刊·第3版",
        ),
        "clean",
    )
    parts = (Piece(governor.cut(700), 5, head=3), Piece(half.cut(600), 5, head=2, size=2))
    yield "heads over some columns", Press(Down(parts), em=24, column=10), "copied"
    trio = Across(tuple(Piece(story, 2, size=1.8) for story in (half.cut(400), week["1"], week["3"])))
    wide = Piece(governor.cut(900), 6, columns=5, photo=2, size=2.8)
    yield (
        "three heads level, photo",
        Press(Down((trio, wide)), em=28, column=10, masthead="江北晨报　第5版　综合新闻"),
        "copied",
    )
    rows = (Across((Piece(long[0], 3), Piece(long[1], 3))), Across((Piece(long[2], 3), Piece(long[3], 3))))
    yield "2 × 2 articles", Press(Down(rows, ruled=True), em=26, column=11), "copied"
    yield "one column", Press(Piece(governor.cut(900), 2, columns=1), em=40, column=17), "copied"
    yield (
        "phone",
        Press(Down((Piece(week["1"], 2), Piece(half.cut(500), 2))), em=44, column=14),
        "photographed",
    )


def printed(press: Press, how: str, seed: int) -> Any:
    """Return the page's pixels (blue, green, red)."""
    import cv2
    import numpy as np
    from PIL import Image

    rng = np.random.default_rng(seed)
    picture = press.draw()
    if how == "copied":
        angle = float(rng.uniform(-0.8, 0.8))
        picture = picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=250)
        picture = _grainy(np.asarray(picture, float), 8, 60, rng)
    elif how == "photographed":
        grey = np.pad(np.asarray(picture, np.uint8), picture.width // 16, constant_values=90)
        high, wide = grey.shape
        corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
        moved = corners + rng.uniform(-0.02, 0.02, (4, 2)).astype(np.float32) * wide
        grey = cv2.warpPerspective(
            grey, cv2.getPerspectiveTransform(corners, moved), (wide, high), borderValue=90
        )
        light = 0.92 - 0.22 * np.linspace(-1, 1, wide)[None] - 0.12 * np.linspace(-1, 1, high)[:, None] ** 2
        picture = _grainy(cv2.GaussianBlur(grey * light, (0, 0), 1.1), 6, 55, rng)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])


def _grainy(grey: Any, grain: float, quality: int, rng: Any) -> Any:
    from PIL import Image

    noisy = (grey + rng.normal(0, grain, grey.shape)).clip(0, 255).astype("uint8")
    out = io.BytesIO()
    Image.fromarray(noisy).save(out, "jpeg", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def distance(one: str, other: str) -> int:
    """Levenshtein's, one row of the table at a time."""
    import numpy as np

    codes = np.array([ord(char) for char in other])
    steps = np.arange(len(other) + 1)
    row = steps.copy()
    for number, char in enumerate(one, 1):
        best = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(char)))
        row = np.minimum.accumulate(np.concatenate(([number], best)) - steps) + steps
    return int(row[-1])


def bag(one: str, other: str) -> int:
    a, b = Counter(one), Counter(other)
    return max((a - b).total(), (b - a).total())


def whole(text: str, press: Press) -> tuple[int, int, int]:
    """Return how many articles are found in a text, how many of them are whole, how many there are."""
    from bridgehead.read import Page, articles
    from bridgehead.repair import repair

    repaired = repair(text)
    found = [folded(repaired.clean[a.start : a.end]) for a in articles.split(Page("page", repaired))]
    numbers = {block.article for block in press.blocks if block.article}
    true = [folded("".join(b.text for b in press.blocks if b.article == number)) for number in numbers]
    good = sum(any(bag(one, other) < 0.05 * len(other) for one in found) for other in true)
    return len(found), good, len(true)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", nargs="*", default=[])
    wanted = parser.parse_args().pages
    if importlib.util.find_spec("rapidocr") is None or not fonts():
        print("skipped: the extra [ocr] or Debian's fonts-noto-cjk is not installed")
        return
    from rapidocr import RapidOCR

    from bridgehead.sources import ocr
    from bridgehead.sources._columns import Piece as Box
    from bridgehead.sources._columns import lay_out

    plain = RapidOCR(params={"Global.log_level": "error"})
    heads = (
        "page",
        "size",
        "chars",
        "CER",
        "bag",
        "text-layer",
        "rapidocr",
        "its bag",
        "articles",
        "s",
        "its s",
    )
    print("{:30}{:>11}{:>7}{:>8}{:>7}{:>11}{:>9}{:>8}{:>9}{:>6}{:>6}".format(*heads))
    total: Counter[str] = Counter()
    for seed, (name, press, how) in enumerate(pages()):
        if wanted and not any(each in name for each in wanted):
            continue
        picture = printed(press, how, seed)
        truth = folded("".join(block.text for block in press.blocks))
        start = time.perf_counter()
        page = ocr.recognize(picture, name)
        middle = time.perf_counter()
        peer = plain(picture, use_cls=False)
        took, its = middle - start, time.perf_counter() - middle
        text, places = ocr.written(page, 1, 0)
        boxes = [Box(text[slice(*place.span)], *place.box) for place in places if place.box]
        ours, layer = folded(text), folded("".join(line for line, _ in lay_out(boxes)))
        theirs = folded("".join(peer.txts or ()))
        found, good, there = whole(text, press)
        counts = [distance(ours, truth), bag(ours, truth), distance(layer, truth)]
        counts += [distance(theirs, truth), bag(theirs, truth)]
        total.update(chars=len(truth), ours=counts[0], bag=counts[1], layer=counts[2], theirs=counts[3])
        total.update(their_bag=counts[4], found=found, good=good, there=there, took=took, its=its)
        rates = [f"{100 * count / len(truth):.2f}%" for count in counts]
        size = f"{picture.shape[1]}×{picture.shape[0]}"
        print(
            f"{name + ' (' + how[:5] + ')':30.30}{size:>11}{len(truth):>7}"
            f"{rates[0]:>8}{rates[1]:>7}{rates[2]:>11}{rates[3]:>9}{rates[4]:>8}{f'{good}/{there}':>9}{took:>6.1f}{its:>6.1f}",
            flush=True,
        )
    size = max(total["chars"], 1)
    shares = {
        key: f"{100 * total[key] / size:.2f}%" for key in ("ours", "bag", "layer", "theirs", "their_bag")
    }
    print(
        f"{'all':41}{size:>7}{shares['ours']:>8}{shares['bag']:>7}{shares['layer']:>11}{shares['theirs']:>9}"
        f"{shares['their_bag']:>8}{total['good']}/{total['there']} of {total['found']}"
        f"{total['took']:>8.0f}{total['its']:>6.0f}"
    )
    print(f"{1000 * total['took'] / size:.1f} ms a character, {1000 * total['its'] / size:.1f} the peer")


if __name__ == "__main__":
    main()
