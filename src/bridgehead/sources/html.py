"""Web pages: the text by blocks, one line each, and what the page says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bridgehead.errors import OversizedFile
from bridgehead.sources._base import Place, RawText
from bridgehead.sources._limits import checked
from bridgehead.sources.text import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["read"]


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_DROPPED = _tags(
    "script style noscript template iframe object svg canvas audio video select textarea datalist head"
)
_BLOCKS = _tags(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre "
    "section summary table tbody tfoot thead tr ul"
)
_CELLS = _tags("td th")
_FRAMES = _tags("table tr h1 h2 h3 form ul ol")
"""What stands in the cells of tables that lay out a page, as old pages have them."""

_ROW_NODES = 400
"""Elements in a row of data, at most; a row of a page's frame holds the page."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_FLAT = _tags(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead "
    "tbody tfoot option optgroup colgroup"
)
"""Elements that hold nothing, or that the next one of their kind closes."""

_MAX_WORK = 300_000_000
"""Sum over all tags of the depth at which they open. For every block the parser looks through all that are
open, so that this is the number of its steps: about a second's worth. 100,000 tags on a page 30
elements deep take 3 million, 10,000 nested blocks 50 million."""

_MAX_PAGE = 30_000_000
"""Characters of markup; dense markup is read at some 2 million of them a second."""

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_ABOUT = {
    "title": ("articletitle", "og:title", "dc.title"),
    "date_published": ("pubdate", "article:published_time", "publishdate", "dc.date", "datepublished"),
    "publisher": ("sitename", "og:site_name", "dc.publisher", "contentsource"),
    "url": ("og:url", "url"),
}


def read(data: bytes, name: str) -> Iterator[RawText]:
    """Read a web page.

    One line a block (headings, paragraphs, list items, captions) and one a table row, its cells set apart by
    tabs; ``br`` ends a line too. White space is collapsed as a browser does, no-break spaces with it. What a
    reader cannot see is left out: scripts, styles, forms' choices, hidden elements. Navigation and footers
    stay: the repair tells what they are. The page's title becomes the first line only where the page has no
    heading of its own.

    Parameters
    ----------
    data : bytes
        The page. Its encoding: byte order mark, UTF-8 if valid, what it declares, detection.
    name : str
        The path to record.

    Raises
    ------
    UnknownFormat, UndecodableText, EmptySource, OversizedFile
        Also for blocks nested by the ten thousand.
    """
    declared = _CHARSET.search(data[:4096])
    html, encoding = decode(data, name, hint=_codec(declared[1]) if declared else None)
    _refuse_masses(html, name)
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html.replace("\0", ""), scripting=True)
    lines = list(_lines(tree.body)) if tree.body else []
    about = _about(tree)
    if title := _title_line(tree, lines):
        lines.insert(0, title)
    places, at = [], 0
    for number, line in enumerate(lines, 1):
        places.append(Place((at, at + len(line)), paragraph=number))
        at += len(line) + 1
    text = "\n".join(lines)
    yield checked(data, name, "text/html", text, encoding=encoding, places=tuple(places), **about)


def _codec(charset: bytes) -> str:
    """Return the superset in which browsers read a declared charset."""
    name = charset.decode("ascii").lower()
    return "cp950" if "big5" in name else "gb18030" if name.startswith(("gb", "x-gbk", "cp936")) else name


def _refuse_masses(html: str, name: str) -> None:
    depth = work = 0
    if len(html) > _MAX_PAGE:
        raise _too_much(f"网页长达 {len(html):,} 字符", f"the page has {len(html):,} characters", name)
    for close, tag in _TAG.findall(html):
        if tag.lower() in _FLAT:
            work += depth
        elif close:
            depth = max(0, depth - 1)
        else:
            depth += 1
            work += depth
    if work > _MAX_WORK:
        raise _too_much("网页标签嵌套过深", "the page's elements are nested too deep", name)


def _too_much(zh: str, en: str, name: str) -> OversizedFile:
    return OversizedFile(
        zh,
        en,
        where=name,
        try_zh="在浏览器里打开，复制正文另存为 .txt",
        try_en="open it in a browser, copy the text and save it as .txt",
    )


def _hidden(node: LexborNode) -> bool:
    if node.tag in _DROPPED:
        return True
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _steps(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Walk the tree without recursion: each visible element twice (entered, left), each text once."""
    node: LexborNode | None = root
    while node is not None:
        shown = node.is_text_node or (node.is_element_node and not _hidden(node))
        if shown:
            yield node, True
            if node.first_child is not None:
                node = node.first_child
                continue
            if node.is_element_node:
                yield node, False
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node.mem_id == root.mem_id:
                return
            yield node, False
        node = node.next if node is not None else None


def _is_data_row(row: LexborNode) -> bool:
    """Whether a ``tr`` is a row of figures and words rather than a frame that lays out a page."""
    cells = blocks = 0
    for count, node in enumerate(row.traverse()):
        tag = node.tag
        if count > _ROW_NODES or (count and tag in _FRAMES):
            return False
        cells += tag in _CELLS
        blocks += tag in _BLOCKS and count > 0
    return cells > 1 or blocks < 2


def _lines(body: LexborNode) -> Iterator[str]:
    parts: list[str] = []
    pre = 0
    row: int | None = None
    for node, entered in _steps(body):
        tag = node.tag
        if node.is_text_node:
            content = node.text_content or ""
            parts.append(content if pre else re.sub(r"[ \t\n\r\f]+", " ", content))
            continue
        pre += (1 if entered else -1) * (tag == "pre")
        if row is not None and not (tag == "tr" and node.mem_id == row):
            if tag in _CELLS and not entered:
                parts.append("\t")
            elif tag in _BLOCKS or tag == "br":
                parts.append(" ")
        elif tag in _BLOCKS or tag in _CELLS or tag == "br":
            yield from _flush(parts)
            row = node.mem_id if tag == "tr" and entered and _is_data_row(node) else None
    yield from _flush(parts)


def _flush(parts: list[str]) -> Iterator[str]:
    text = "".join(parts)
    parts.clear()
    for line in text.split("\n"):
        if kept := _collapse(line):
            yield kept


def _collapse(line: str) -> str:
    """Collapse white space around and inside cells; a line of nothing else is dropped."""
    cells = [re.sub(r"[ \xa0\r\f]+", " ", cell).strip(" ") for cell in line.split("\t")]
    while cells and not cells[-1]:
        cells.pop()
    return "\t".join(cells) if any(cell.strip() for cell in cells) else ""


def _squeeze(text: str | None) -> str:
    return " ".join((text or "").split())


def _title_line(tree: LexborHTMLParser, lines: list[str]) -> str | None:
    """Return the page's title when nothing in the page says it."""
    node = tree.css_first("head title")
    title = _squeeze(node.text()) if node else ""
    if (
        not title
        or tree.css_first("h1, h2, h3")
        or any(len(line) > 5 and line.strip() in title for line in lines)
    ):
        return None
    return None if any(title in line for line in lines) else title


def _about(tree: LexborHTMLParser) -> dict[str, str | None]:
    """Return title, date, publisher and address from the meta tags, which Chinese government pages are bound
    to have.
    """
    meta: dict[str, str] = {}
    for node in tree.css("meta"):
        key = (
            node.attributes.get("name")
            or node.attributes.get("property")
            or node.attributes.get("itemprop")
            or ""
        )
        if content := _squeeze(node.attributes.get("content")):
            meta.setdefault(key.lower(), content)
    about: dict[str, str | None] = {
        field: next((meta[key] for key in keys if key in meta), None) for field, keys in _ABOUT.items()
    }
    if not about["title"]:
        node_title = tree.css_first("h1") or tree.css_first("head title")
        about["title"] = _squeeze(node_title.text()) or None if node_title else None
    link = tree.css_first('link[rel="canonical"]')
    about["url"] = about["url"] or (link.attributes.get("href") if link else None)
    date = _DATE.search(about["date_published"] or "")
    about["date_published"] = f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}" if date else None
    return about
