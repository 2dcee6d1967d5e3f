"""Write docs/schema.json and docs/records.md from the record classes, so that neither can go stale.

``python scripts/reference.py`` writes them; with ``--check`` it only says whether they are what would be
written (exit code 1 if not).
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from pathlib import Path

import msgspec

from bridgehead.records import TYPES, Record, Sourced

DOCS = Path(__file__).resolve().parent.parent / "docs"
FIELD = re.compile(r"^(?P<names>\w+(?:, \w+)*) : (?P<type>[^\n]+)\n(?P<text>(?:    [^\n]*\n?)+)", re.M)


def about(cls: type) -> str:
    """Return what a class says of itself, before its fields."""
    return inspect.cleandoc(cls.__doc__ or "").split("\n\nAttributes")[0]


def fields_of(cls: type) -> dict[str, tuple[str, str]]:
    """Return the documented fields of a class: name → (type, meaning), its bases' first."""
    found: dict[str, tuple[str, str]] = {}
    for part in reversed(cls.__mro__):
        doc = inspect.cleandoc(part.__doc__ or "") if dataclasses.is_dataclass(part) else ""
        for match in FIELD.finditer(doc.partition("Attributes\n----------\n")[2] + "\n"):
            for name in match["names"].split(", "):
                found[name] = (match["type"].strip(), " ".join(match["text"].split()))
    return found


def schema() -> str:
    """Return the JSON Schema of a line: one of the record types."""
    types = list(TYPES.values())
    (_, *_), components = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    for cls in types:
        documented = fields_of(cls)
        entry = components[cls.__name__]
        entry["description"] = about(cls)
        entry["properties"]["type"] = {"const": cls.__dataclass_fields__["type"].default}
        for name, (_, meaning) in documented.items():
            if name in entry["properties"]:
                entry["properties"][name]["description"] = meaning
        entry["required"] = sorted({"type", *entry.get("required", [])})
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Bridgehead record (one JSON Lines line)",
        "oneOf": [{"$ref": f"#/$defs/{cls.__name__}"} for cls in types],
        "$defs": dict(sorted(components.items())),
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def page() -> str:
    """Return the page that documents every record type and field."""
    out = [
        "# 记录 · Records",
        "",
        "本页由 `scripts/reference.py` 生成，请勿手改。This page is generated; do not edit it.",
        "",
        "一行一个 JSON 对象，首键为 `type`；不知道的值是 `null`。除 `document` 外，每条记录都带出处："
        "`document`、`span`、`quote`、`quote_raw`。",
        "",
        "One JSON object a line, first key `type`; unknown is `null`. Every record but `document` carries its"
        " source: `document`, `span`, `quote`, `quote_raw`. The JSON Schema is [schema.json](schema.json).",
        "",
    ]
    for heading, cls, own in (
        ("每条记录都有 · Every record", Record, {}),
        ("有出处的记录 · Sourced records", Sourced, fields_of(Record)),
    ):
        out += [f"## {heading}", "", about(cls), "", *table(fields_of(cls), set(own)), ""]
    shared = set(fields_of(Sourced))
    for name, cls in TYPES.items():
        out += [f"## `{name}`", "", about(cls).replace("``", "`"), "", *table(fields_of(cls), shared), ""]
    out += ["# 记录里的部分 · Parts of records", ""]
    for cls in parts():
        out += [
            f"## `{cls.__name__}`",
            "",
            about(cls).replace("``", "`"),
            "",
            *table(fields_of(cls), set()),
            "",
        ]
    return "\n".join(out).rstrip() + "\n"


def parts() -> list[type]:
    """Return the classes that stand inside records."""
    from bridgehead.records import AgendaItem, Comparison, Participant, WorkItem

    return [Participant, AgendaItem, Comparison, WorkItem]


def table(fields: dict[str, tuple[str, str]], without: set[str]) -> list[str]:
    """Return a Markdown table of fields."""
    rows = [
        f"| `{name}` | {kind} | {meaning} |".replace("``", "`")
        for name, (kind, meaning) in fields.items()
        if name not in without
    ]
    return ["| 字段 Field | 类型 Type | 含义 Meaning |", "| --- | --- | --- |", *rows]


def main() -> int:
    """Write the files, or check them."""
    stale = []
    for name, text in (("schema.json", schema()), ("records.md", page())):
        path = DOCS / name
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        print(f"stale: {', '.join(stale)}; run `make docs`")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
