"""Collect the office's Chinese msgids, check their English, and compile it.

``python scripts/messages.py`` brings ``locale/en/LC_MESSAGES/django.po`` up to date (new msgids come in with
an empty translation, old ones go out) and compiles it to ``django.mo``. ``--check`` changes nothing and ends
with 1 when a file is out of date or a msgid has no English. Babel does the work, so gettext is not needed.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

OFFICE = Path(__file__).resolve().parent.parent / "src" / "bridgehead" / "office"
PO = OFFICE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "lazy": None,
    "_lazy": None,
    "many": (1, 2),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# Files are compared byte for byte, so nothing in them may depend on the day.
STAMP = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

# Django turns a template into something like Python for xgettext; indentation and the rests of tags (rows of
# X) would stop Python's own tokenizer, so only the calls are kept.
CALL = re.compile(r"""\b(?:n?p?gettext|_)\((?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|[^()'"])*\)""")


def _python(source: str) -> Iterator[tuple[object, str | None]]:
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield message, context


def _template(source: str) -> Iterator[tuple[object, str | None]]:
    from django.utils.translation.template import templatize

    for call in CALL.findall(templatize(source)):
        yield from _python(call)


def messages() -> list[tuple[object, str | None]]:
    """Return every msgid of the office with its context, in the order of files."""
    found: list[tuple[object, str | None]] = []
    for path in sorted(OFFICE.rglob("*.py")):
        found += _python(path.read_text("utf-8"))
    for path in sorted(OFFICE.rglob("*.html")):
        found += _template(path.read_text("utf-8"))
    return found


def catalog() -> Catalog:
    """Return the English catalogue as it should be: today's msgids with the translations that stand."""
    new = Catalog(
        locale="en",
        project="bridgehead",
        charset="utf-8",
        creation_date=STAMP,
        revision_date=STAMP,
        fuzzy=False,
    )
    new.header_comment = "# English for the office's Chinese msgids. Made by scripts/messages.py."
    old = read_po(io.BytesIO(PO.read_bytes()), locale="en") if PO.exists() else Catalog(locale="en")
    for message, context in messages():
        key = message[0] if isinstance(message, tuple) else message
        standing = old.get(key, context)
        new.add(message, standing.string if standing else None, context=context)
    return new


def untranslated(found: Catalog) -> list[str]:
    """Return the msgids without English."""
    missing = []
    for message in found:
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(forms):
            missing.append(str(message.id))
    return missing


def written(found: Catalog) -> tuple[bytes, bytes]:
    """Return the bytes of the .po and the .mo file."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, found, width=110, no_location=True, sort_output=True)
    write_mo(mo, found)
    return po.getvalue(), mo.getvalue()


def entries_of(found: Catalog) -> dict[object, object]:
    """Return msgids and translations, without the header, which names the version of Babel."""

    def plain(words: object) -> object:
        return tuple(words) if isinstance(words, list | tuple) else words

    return {plain(message.id): plain(message.string) for message in found if message.id}


def entries(path: Path) -> dict[object, object]:
    """Return the msgids and translations of a file."""
    read = read_po if path.suffix == ".po" else read_mo
    with path.open("rb") as file:
        return entries_of(read(file))


def main(check: bool = False) -> int:
    """Write or check both files; return the exit code."""
    found = catalog()
    missing = untranslated(found)
    for message in missing:
        print(f"no English: {message}", file=sys.stderr)
    if check:
        stale = [path.name for path in (PO, PO.with_suffix(".mo")) if entries(path) != entries_of(found)]
        if stale:
            print(f"not up to date: {', '.join(stale)}; try: python scripts/messages.py", file=sys.stderr)
        return 1 if stale or missing else 0
    PO.parent.mkdir(parents=True, exist_ok=True)
    po, mo = written(found)
    PO.write_bytes(po)
    PO.with_suffix(".mo").write_bytes(mo)
    print(f"{len(found)} msgids, {len(missing)} without English")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
