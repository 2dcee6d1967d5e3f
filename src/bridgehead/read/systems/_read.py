"""The records of the systems that a document names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bridgehead.read._page import Found, Page, PageArticle
from bridgehead.read.systems import _names, _trees
from bridgehead.read.systems._defined import DefinedSystem
from bridgehead.read.systems._hang import labels
from bridgehead.read.systems._names import Name, bare
from bridgehead.read.systems._pieces import Part
from bridgehead.read.systems._trees import Tree
from bridgehead.records import Span, WorkItem, WorkSystem

__all__ = ["read"]

_SILENT = frozenset(("advert", "fiction", "template", "caption"))
_ISSUER = re.compile(
    r"(?P<who>(?:[\u4e00-\u9fff]{1,4}?)?(?:[省市县区州旗]委(?:[、和]?[省市县区州旗]政府)?|[省市县区州旗]政府"
    r"|[省市县区]?[\u4e00-\u9fff]{2,6}(?:局|厅|办公室|集团|开发区|管委会)))[^,，。;；\n]{0,12}$"
)
_NO_ISSUER = re.compile(
    r"^.*(?:按照|根据|围绕|落实|贯彻|实施|聚焦|对照|推进|推动|锚定|紧扣|深入|依据|全力|服务|融入|和|是|在|以|由|经|该|对)"
)
_LONG_LABEL = 4
_TRIES = 6
"""At how many of its mentions the parts of a system are looked for."""


@dataclass
class _Seen:
    """One system and all the places at which it is named."""

    name: Name
    article: PageArticle
    tree: Tree | None = None
    mentions: list[tuple[int, int]] = field(default_factory=list)
    issuer: str | None = None

    @property
    def explained(self) -> bool:
        """Whether its parts are known, and as many as its name says."""
        return self.tree is not None and self.tree.agrees is not False


def read(page: Page, found: Found, defined: Sequence[DefinedSystem] = ()) -> list[WorkSystem]:
    """Read the named systems of a document.

    Parameters
    ----------
    page : Page
        The document.
    found : Found
        What has been read of it.
    defined : sequence of DefinedSystem
        What the office defines itself: known wherever its name, or a long label of its items, stands.

    Returns
    -------
    list of WorkSystem
        In the order of the text, one a name. A system that only counts a list of another one
        (五大行动 in “15886”) is part of its tree, not a record.
    """
    seen: dict[str, _Seen] = {}
    for article in found.articles:
        if article.record.genre in _SILENT:
            continue
        for name in _names.find(page.clean, article.start, article.end):
            known = seen.get(name.name)
            enough = known is not None and (len(known.mentions) >= _TRIES or known.explained)
            tree = None if enough else _trees.grow(page.clean, name, article.body, article.end)
            if not name.sure and tree is None and known is None:
                continue
            _note(seen, name, article, tree, _issuer(page.clean, name))
    _graft(seen)
    _sure_only(seen)
    own = {system.name: system for system in defined}
    out = [_record(page, one, own.pop(name, None)) for name, one in seen.items()]
    out += _of_office(page, found, own.values())
    return sorted(out, key=lambda system: system.span)


def _note(
    seen: dict[str, _Seen], name: Name, article: PageArticle, tree: Tree | None, issuer: str | None
) -> None:
    """Keep a name where it is explained best: where its parts are as many as it says."""
    one = seen.setdefault(name.name, _Seen(name, article))
    one.mentions.append((name.start, name.end))
    one.issuer = one.issuer or issuer
    better = tree and (one.tree is None or (one.tree.agrees is False and tree.agrees))
    if better:
        one.name, one.article, one.tree = name, article, tree
    elif one.name.term is None and name.term and one.tree is None:
        one.name, one.article = name, article


def _sure_only(seen: dict[str, _Seen]) -> None:
    for name in [name for name, one in seen.items() if not one.name.sure and one.tree is None]:
        del seen[name]


def _graft(seen: dict[str, _Seen]) -> None:
    """Put the parts of 五大行动 under the 五大行动 of a larger system that left them open."""
    used: set[str] = set()

    def grafted(parts: Sequence[Part], owner: str) -> tuple[Part, ...]:
        out = []
        for part in parts:
            other = seen.get(part.label)
            if other and other.tree and part.label != owner:
                used.add(part.label)
                if not part.parts:
                    part = Part(part.start, part.end, part.label, part.text, part.count, other.tree.parts)
            elif part.parts:
                inner = grafted(part.parts, owner)
                part = Part(part.start, part.end, part.label, part.text, part.count, inner)
            out.append(part)
        return tuple(out)

    for name, one in seen.items():
        if one.tree:
            one.tree = Tree(grafted(one.tree.parts, name), one.tree.agrees, one.tree.note)
    for name in used:
        seen.pop(name, None)


def _items(page: Page, parts: Sequence[Part]) -> tuple[WorkItem, ...]:
    def made() -> Iterator[WorkItem]:
        for part in parts:
            span: Span = page.repaired.raw_span(part.start, part.end)
            yield WorkItem(
                label=part.label,
                text=part.text,
                count=part.count,
                span=span,
                items=_items(page, part.parts),
            )

    return tuple(made())


def _record(page: Page, one: _Seen, own: DefinedSystem | None) -> WorkSystem:
    name, tree = one.name, one.tree
    by_office = own is not None and tree is None
    return page.cite(
        WorkSystem,
        name.start,
        name.end,
        key=name.name,
        name=name.name,
        form=name.form,
        term=name.term or (own.term if own else None),
        article=one.article.record.id,
        issuer=one.issuer or (own.issuer if own else None),
        area=(own.area if own else None) or _area(one),
        counts=_counts(name, tree),
        agrees=tree.agrees if tree else None,
        note=tree.note if tree else None,
        items=own.items if own and by_office else _items(page, tree.parts if tree else ()),
        defined_by="office" if by_office else "text",
        mentions=tuple(page.repaired.raw_span(*span) for span in one.mentions if span[0] != name.start),
        method="read.systems",
        confidence=0.9 if tree and tree.agrees else 0.7 if name.sure else 0.6,
    )


def _counts(name: Name, tree: Tree | None) -> tuple[int, ...]:
    """What the name announces: where its parts say how its figures are cut (33618), they do."""
    found = tuple(part.count or 1 for part in tree.parts) if tree and tree.agrees else ()
    return found if name.form == "digits" and "".join(map(str, found)) == name.name else name.counts


def _issuer(text: str, name: Name) -> str | None:
    """The body named right before the system: 市委“15886”工作体系."""
    line = text.rfind("\n", 0, name.start) + 1
    before = re.split("[,，。;；:：]", text[max(line, name.start - 32) : name.start])[-1]
    found = _ISSUER.search(before)
    who = _NO_ISSUER.sub("", found["who"]) if found else ""
    return who if len(who) > 1 else None


def _area(one: _Seen) -> str | None:
    provincial = (one.issuer or "").startswith("省")
    return one.article.place.province if provincial else one.article.place.name


def _of_office(page: Page, found: Found, defined: Iterable[DefinedSystem]) -> Iterator[WorkSystem]:
    """The office's own systems that the text names by another name, or by a long label of an item."""
    for own in defined:
        needles = [
            own.name,
            *own.aliases,
            *(label for label in labels(own.items) if len(label) > _LONG_LABEL),
        ]
        spots = [spot for needle in needles for spot in _spots(page.clean, needle)]
        at = next(((start, end) for start, end in spots if found.article_at(start)), None)
        if at is None:
            continue
        article = found.article_at(at[0])
        yield page.cite(
            WorkSystem,
            *at,
            key=own.name,
            name=own.name,
            form=_names.form_of(own.name),
            term=own.term,
            article=article.record.id if article else None,
            issuer=own.issuer,
            area=own.area,
            counts=_names.counts_of(own.name),
            items=own.items,
            defined_by="office",
            mentions=tuple(page.repaired.raw_span(*spot) for spot in spots if spot != at),
            method="read.systems",
            confidence=0.8,
        )


def _spots(text: str, needle: str) -> list[tuple[int, int]]:
    """Where a name stands, not inside a longer number."""
    edge = r"(?<![\d+])", r"(?![\d+])"
    pattern = (edge[0] if needle[:1].isdigit() else "") + re.escape(bare(needle))
    pattern += edge[1] if needle[-1:].isdigit() else ""
    return [match.span() for match in re.finditer(pattern, text)]
