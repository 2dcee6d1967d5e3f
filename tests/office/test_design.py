"""The design system: contrast, languages, and nothing that the content security policy would refuse."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from bridgehead.office.reading import SHOWN
from bridgehead.repair.roles import ROLES

OFFICE = Path(__file__).resolve().parents[2] / "src" / "bridgehead" / "office"
CSS = OFFICE / "static" / "office" / "css"
KINDS = (*SHOWN, "article")
STATES = ("good", "warn", "bad", "note")


def variables(dark: bool) -> dict[str, str]:
    """The colours of ``tokens.css``."""
    light, _at, night = (CSS / "tokens.css").read_text("utf-8").partition("@media")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", night)) if dark else found


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *(("ink", ground) for ground in ("paper", "paper-2", "paper-3", "here-bg")),
    *(("ink-2", ground) for ground in ("paper", "paper-2", "paper-3")),
    *((colour, "paper") for colour in ("accent", "focus", *STATES, *KINDS)),
    ("accent-ink", "accent"),
    ("paper", "ink"),
    *(pair for name in (*STATES, *KINDS) for pair in ((name, f"{name}-bg"), ("ink", f"{name}-bg"))),
]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_contrast(text: str, ground: str, dark: bool) -> None:
    """Tests that every pair of text and ground reaches WCAG AA (4.5 to 1), by day and by night."""
    colours = variables(dark)
    assert contrast(colours[text], colours[ground]) >= 4.5


def test_dark_names_every_colour() -> None:
    """Tests that no colour of the day is left over at night."""
    light, _at, night = (CSS / "tokens.css").read_text("utf-8").partition("@media")
    names = re.compile(r"--([\w-]+): #")
    assert names.findall(light) == names.findall(night)


def test_only_known_colours_are_used() -> None:
    """Tests that style sheets use no variable that tokens.css does not set."""
    known = set(re.findall(r"--([\w-]+):", (CSS / "tokens.css").read_text("utf-8")))
    used = {
        name
        for path in CSS.glob("*.css")
        for name in re.findall(r"var\(--([\w-]+)\)", path.read_text("utf-8"))
    }
    assert used <= known


def test_every_role_of_a_line_has_its_looks() -> None:
    """Tests that a headline, a byline or a running head is not set like the body by oversight."""
    looks = set(re.findall(r"\.line-(\w+)", (CSS / "reading.css").read_text("utf-8")))
    assert set(ROLES) - {"body"} <= looks


TEMPLATES = sorted((OFFICE / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_inline(path: Path) -> None:
    """Tests that no template has a handler, a style or a script of its own, or an address of another host."""
    text = path.read_text("utf-8")
    assert not re.search(r"""\son\w+\s*=\s*["']""", text)
    assert not re.search(r"<style|\sstyle\s*=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "://" not in text
    assert "hx-on" not in text


def test_static_files_name_no_host() -> None:
    """Tests that no style sheet or script asks for another address."""
    for path in (OFFICE / "static").rglob("*.*"):
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text, path.name
        assert "@import" not in text, path.name


@pytest.fixture(scope="module")
def messages(root: Path) -> ModuleType:
    """The script that collects msgids."""
    spec = importlib.util.spec_from_file_location("messages", root / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_messages_are_up_to_date(messages: ModuleType) -> None:
    """Tests that both catalogue files hold exactly today's msgids (else: python scripts/messages.py)."""
    found = messages.entries_of(messages.catalog())
    assert messages.entries(messages.PO) == found
    assert messages.entries(messages.PO.with_suffix(".mo")) == found


def test_every_msgid_has_english(messages: ModuleType) -> None:
    """Tests that no msgid lacks its English, and no English holds Chinese."""
    found = messages.catalog()
    assert len(found) > 100
    assert messages.untranslated(found) == []
    assert not [m.id for m in found if m.id and re.search("[\u4e00-\u9fff]", str(m.string))]


def test_placeholders_survive_translation(messages: ModuleType) -> None:
    """Tests that English fills in the same values as Chinese."""
    names = re.compile(r"%\((\w+)\)")
    for message in messages.catalog():
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        for string in strings:
            assert not message.id or set(names.findall(string)) == set(names.findall(ids[0])), message.id
