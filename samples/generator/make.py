"""Make the made-up prefecture: ``python -m samples.generator.make`` writes yunling/ and gold/."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from random import Random
from typing import Any

from samples.generator import formats
from samples.generator.damage import (
    Cells,
    Edit,
    Profile,
    apply,
    clean,
    damaged,
    edits,
    expected,
    find,
    from_lines,
    scar,
)
from samples.generator.page import Layout, SourceLine, lay_out, lines_of, parse

__all__ = ["SAMPLES", "follow", "make", "page", "pages"]

SAMPLES = Path(__file__).parents[1]
"""The folder samples/."""

FACTS = (
    "articles",
    "people",
    "visits",
    "events",
    "directives",
    "commitments",
    "observations",
    "projects",
    "passages",
)
"""The lists of expected facts that a source's TOML may hold."""


def pages(source: Path = SAMPLES / "source") -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Yield every page: the file's name, its bytes, its gold."""
    for path in sorted(source.glob("[0-9]*.toml")):
        yield page(path)


def page(path: Path) -> tuple[str, bytes, dict[str, Any]]:
    """Make one page from its TOML and its source text.

    Parameters
    ----------
    path : Path
        ``source/NN-name.toml``: file, seed, profile, layout, scars, and the expected facts. ``text`` names
        another page whose text (and facts) it repeats, as mirrors and evening papers do.

    Returns
    -------
    tuple
        The file's name, its bytes, its gold (see samples/README.md).
    """
    spec = tomllib.loads(path.read_text("utf-8"))
    name = spec["file"]
    if "rows" in spec and "text" not in spec and not path.with_suffix(".txt").exists():
        rows = spec["rows"]
        return name, formats.table(name, rows, spec), {"file": name, "source_kind": "table", "rows": rows}
    origin = path.with_name(spec.get("text", path.stem) + ".txt")
    own = {"encoding": "utf-8", "profile": {}, "layout": {}, **spec}
    facts = {**tomllib.loads(origin.with_suffix(".toml").read_text("utf-8")), **own}
    lines = _choose(parse(origin.read_text("utf-8")), spec)
    rng = Random(spec["seed"])
    cells = from_lines(line.text for line in lines)
    for wound in spec.get("scars", ()):
        cells = scar(cells, **wound)
    cells = apply(cells, Profile.of(spec.get("profile", {})), rng)
    layout: dict[str, Any] = {
        key: tuple(v) if isinstance(v, list) else v for key, v in spec.get("layout", {}).items()
    }
    cells = lay_out(cells, lines, Layout(**layout), rng)
    gold = _gold(cells, lines, facts)
    return name, formats.text(name, damaged(cells), lines_of(cells, lines), spec), gold


def _choose(lines: list[SourceLine], spec: dict[str, Any]) -> list[SourceLine]:
    """Keep the articles that a mirror repeats, and put its own furniture around them."""
    if "only" in spec:
        lines = [line for line in lines if line.article in spec["only"]]
    while lines and lines[-1].role == "blank":
        lines = lines[:-1]
    front = [SourceLine(text, "furniture", None) for text in spec.get("front", ())]
    back = [SourceLine(text, "furniture", None) for text in spec.get("back", ())]
    return [*front, *lines, *back]


def _gold(cells: Cells, lines: list[SourceLine], facts: dict[str, Any]) -> dict[str, Any]:
    raw = damaged(cells)
    only = facts.get("only")
    gold: dict[str, Any] = {
        key: facts.get(key) for key in ("file", "source_kind", "written", "published", "place")
    }
    gold["origin"] = "text" not in facts
    gold |= {key: facts[key] for key in ("encoding", "seed", "profile", "layout")}
    gold |= {"raw": raw, "clean": clean(cells), "expected": expected(cells)}
    gold["edits"] = [[*astuple(edit), _outcome(edit)] for edit in edits(cells)]
    gold["lines"] = [list(astuple(line)) for line in lines_of(cells, lines)]
    for kind in FACTS:
        found = facts.get(kind, ())
        gold[kind] = [
            _located(cells, raw, fact)
            for fact in found
            if only is None or fact.get("article", fact.get("id")) in only
        ]
    for article in gold["articles"]:
        own = [line for line in gold["lines"] if line[3] == article["id"]]
        article["span"] = [own[0][0], own[-1][1]] if own else None  # read across, it has no span of its own
    return gold


def _outcome(edit: Edit) -> str:
    """What an honest repairer answers: it leaves folded marks, and says so where it cannot know."""
    if edit.expect != edit.raw:
        return "repaired"
    if edit.kind == "fold":
        return "left"
    return "suggested" if edit.kind in ("ocr", "doubled", "comma-place", "spun") else "unknown"


def _located(cells: Cells, raw: str, fact: dict[str, Any]) -> dict[str, Any]:
    """Give a fact, and the facts inside it, the raw span of their quote."""
    out = {
        key: [_located(cells, raw, v) for v in value] if _facts(value) else value
        for key, value in fact.items()
    }
    if "quote" in fact:
        out |= _place(cells, raw, fact["quote"])
    if "extent" in fact:
        out["extent"] = _place(cells, raw, fact["extent"])
    return out


def _facts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _place(cells: Cells, raw: str, words: str) -> dict[str, Any]:
    first, last = find(cells, words)
    start = sum(len(cell.raw) for cell in cells[:first])
    end = start + sum(len(cell.raw) for cell in cells[first:last])
    return {"span": [start, end], "quote": expected(cells[first:last]), "quote_raw": raw[start:end]}


def follow(golds: dict[str, dict[str, Any]], source: Path = SAMPLES / "source") -> dict[str, Any]:
    """Return the true answers of follow-through: directive → later evidence, look-alikes, and gaps.

    Raises
    ------
    KeyError
        If follow.toml names a fact that no page holds.
    """
    spec = tomllib.loads((source / "follow.toml").read_text("utf-8"))
    known = {
        fact["id"]: {"id": fact["id"], "file": gold["file"], "date": gold["written"], **_only_place(fact)}
        for gold in golds.values()
        for kind in ("directives", "commitments", "passages")
        for fact in gold.get(kind, ())
        if gold["origin"]
    }
    out: dict[str, Any] = {"about": spec["about"]}
    for kind in ("pairs", "hard_negatives"):
        out[kind] = [
            {**pair, "directive": known[pair["directive"]], "evidence": known[pair["evidence"]]}
            for pair in spec[kind]
        ]
    out["no_evidence"] = [known[name] for name in spec["no_evidence"]]
    return out


def _only_place(fact: dict[str, Any]) -> dict[str, Any]:
    return {key: fact[key] for key in ("span", "quote", "quote_raw")}


def make(folder: Path = SAMPLES) -> int:
    """Write every page and its gold below ``folder``; return how many pages."""
    golds: dict[str, dict[str, Any]] = {}
    for part in ("yunling", "gold"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name, data, gold in pages():
        (folder / "yunling" / name).write_bytes(data)
        _write(folder / "gold" / f"{name}.json", gold)
        golds[name] = gold
    _write(folder / "gold" / "follow.json", follow(golds))
    return len(golds)


def _write(path: Path, value: dict[str, Any]) -> None:
    """Write JSON with one line a key and one line an item, so that differences can be read."""
    rows = []
    for key, item in value.items():
        many = isinstance(item, list) and item
        text = "[\n" + ",\n".join(f"  {_json(part)}" for part in item) + "\n ]" if many else _json(item)
        rows.append(f" {_json(key)}: {text}")
    path.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.write(f"{make()} pages\n")
