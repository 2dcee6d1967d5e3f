"""Web pages: the text by blocks, one line each, and what the page says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bridgehead.errors import OversizedFile
from bridgehead.sources._base import Place, RawText
from bridgehead.sources._limits import MAX_FILE, checked
from bridgehead.sources.text import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["read"]

_DROPPED = frozenset(
    "script style noscript template iframe object svg canvas audio video select textarea datalist head".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody tfoot "
    "thead tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot "
    "option optgroup colgroup".split()
)
"""Elements that hold nothing, or that the next one of their kind closes."""

_MAX_WORK = 300_000_000
"""Sum over all tags of the depth at which they open. For every block the parser looks through all that are open, so
that this is the number of its steps: about a second's worth. Real pages stay below 10 million; 10,000 nested blocks
take 50 million."""

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_ABOUT = {
    "title": ("articletitle", "og:title", "dc.title"),
    "date_published": ("pubdate", "article:published_time", "publishdate", "dc.date", "datepublished"),
    "publisher": ("sitename", "og:site_name", "dc.publisher", "contentsource"),
    "url": ("og:url", "url"),
}


def read(data: bytes, name: str) -> Iterator[RawText]:
    """Read a web page.

    One line a block (headings, paragraphs, list items, captions) and one a table row, its cells set apart by tabs;
    ``br`` ends a line too. White space is collapsed as a browser does. What a reader cannot see is left out: scripts,
    styles, forms' choices, hidden elements. Navigation and footers stay: the repair tells what they are. The page's
    title becomes the first line only where the page has no heading of its own.

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
    html, encoding = decode(data, name, hint=_codec(declared[1].decode("ascii")) if declared else None)
    _refuse_depth(html, name)
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html.replace("\0", ""), scripting=True)
    lines = list(_lines(tree.body)) if tree.body else []
    about = _about(tree)
    if title := _title_line(tree, lines):
        lines.insert(0, title)
    text, places = "", []
    at = 0
    for number, line in enumerate(lines, 1):
        places.append(Place((at, at + len(line)), paragraph=number))
        at += len(line) + 1
    text = "\n".join(lines)
    yield checked(data, name, "text/html", text, encoding=encoding, places=tuple(places), **about)


def _codec(charset: str) -> str:
    """Return the superset that browsers read a declared charset in."""
    charset = charset.lower()
    if charset in {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"}:
        return "gb18030"
    return "cp950" if charset in {"big5", "x-x-big5"} else charset


def _refuse_depth(html: str, name: str) -> None:
    depth = work = 0
    for close, tag in _TAG.findall(html):
        if tag.lower() in _FLAT:
            work += depth
        elif close:
            depth = max(0, depth - 1)
        else:
            depth += 1
            work += depth
    if work > _MAX_WORK:
        raise OversizedFile(
            "网页标签嵌套过深",
            "the page's elements are nested too deep",
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
    """Walk the tree without recursion: each element twice (entered, left), each text once."""
    node: LexborNode | None = root
    while node is not None:
        seen = node.is_element_node and _hidden(node)
        if not seen:
            yield node, True
        child = None if seen else node.first_child
        if child is not None:
            node = child
            continue
        while node is not None:
            if not seen and node.is_element_node:
                yield node, False
            seen = False
            if node == root:
                return
            if node.next is not None:
                node = node.next
                break
            node = node.parent


def _lines(body: LexborNode) -> Iterator[str]:
    parts: list[str] = []
    row = pre = 0

    def flush() -> Iterator[str]:
        line = "".join(parts)
        parts.clear()
        for piece in line.split("\n"):
            if kept := _collapse(piece):
                yield kept

    for node, entered in _steps(body):
        tag = node.tag
        if node.is_text_node:
            content = node.text_content or ""
            parts.append(content if pre else re.sub(r"[ \t\n\r\f]+", " ", content))
        elif tag == "br" and entered:
            parts.append(" " if row else "\n")
        elif tag in _CELLS:
            parts.append("" if entered else "\t")
        elif tag in _BLOCKS:
            pre += (1 if entered else -1) * (tag == "pre")
            row += (1 if entered else -1) * (tag == "tr")
            if row > (tag == "tr" and entered):
                parts.append(" ")
            else:
                yield from flush()
    yield from flush()


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
    if not title or tree.css_first("h1, h2, h3") or any(len(line) > 5 and line.strip() in title for line in lines):
        return None
    return None if any(title in line for line in lines) else title


def _about(tree: LexborHTMLParser) -> dict[str, str | None]:
    """Return title, date, publisher and address from the meta tags, which Chinese government pages are bound to have."""
    meta: dict[str, str] = {}
    for node in tree.css("meta"):
        key = node.attributes.get("name") or node.attributes.get("property") or node.attributes.get("itemprop") or ""
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
