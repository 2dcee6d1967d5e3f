"""People, their posts, and who held what: names come from titles, bylines, and what the tagger saw."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bridgehead.read import appointments, names, posts
from bridgehead.read._literals import Listed
from bridgehead.read._page import Page, PageArticle, PagePerson, PagePlace
from bridgehead.read.posts import Part, Title
from bridgehead.read.tagger import Token
from bridgehead.records import Membership, Person, Post
from bridgehead.repair import lexicon

__all__ = ["authors", "read"]

Offsets = tuple[int, int]
_AUTHOR_END = re.compile(
    r"\s*(?:$|[\n)）/|:：]|摄|文|图|报道|通讯员|记者|实习生|整理|编辑|综合|、|[ \u3000]|，|,|。)"
)
_EDITED = Listed(r"由(?=[\u4e00-\u9fff]{2,4}(?:编辑|整理|综合))")
_SECRETARY = Listed(r"(?<=[\u4e00-\u9fff]{2})总书记")
# 副局长(挂职)丁一宁, “老支书”刘加坤, 局长 苏晴.
_BEFORE_NAME = re.compile(r"[”’\"]?(?:[(（][^()（）。，,]{1,14}[)）])?[ \u3000]{0,3}[:：]?[ \u3000]{0,3}")
_WENT = re.compile(r"[到在赴往至沿][\u4e00-\u9fff]{0,12}$")
_SAYS = re.compile(r"(?:强调|指出|表示|要求|说|介绍|告诉记者|主持会议|主持召开)")


@dataclass(slots=True)
class _Seen:
    """What is known of one name while the page is being read."""

    mentions: set[Offsets] = field(default_factory=set)
    titles: list[Title] = field(default_factory=list)


def authors(text: str, start: int, end: int) -> list[tuple[Offsets, Offsets]]:
    """Read the names in bylines and credits.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        Where to look.

    Returns
    -------
    list of ((int, int), (int, int))
        The span of each name and that of its role (记者, 通讯员 …).
    """
    found = []
    for role, at in posts.reporters(text, start, end):
        for name in names.names_at(text, at, sure=True):
            if name[1] > end or not _AUTHOR_END.match(text, name[1]):
                following = names.name_at(text, name[1] + 1) if text[name[1] : name[1] + 1] == " " else None
                if not following:
                    break
            found.append((name, role))
    for edited in _EDITED.finditer(text, start, end):
        by = names.name_at(text, edited.end())
        if by:
            found.append((by, (by[1], by[1] + 2)))
    return found


def _plain(text: str, span: Offsets) -> str:
    name = text[span[0] : span[1]]
    return name if name.isascii() else name.replace(" ", "")


def _titled(text: str) -> Iterator[tuple[Offsets, Title]]:
    """Yield names that stand behind a title."""
    taken = -1
    for title in posts.find(text):
        if title.end <= taken:
            continue
        gap = _BEFORE_NAME.match(text, title.end)
        at = gap.end() if gap else title.end
        last = title.parts[-1]
        common = last.role in posts.common_roles() and not _officials(last)
        # 副主席柴静姝、秘书长满江红: a post in a list of those who hold one is as sure as the one before.
        listed = taken == title.start - 1 and text[taken] in "、,，和"
        named = not common and (last.body or last.rank or last.role in posts.HEADS or listed)
        # 来到石桥镇长江干堤 goes to a place, 厅长江海洋 is a man.
        if text.startswith("长江", title.end - 1) and _WENT.search(text, 0, title.end - 1):
            continue
        sure = bool(named) and not (last.head and text.startswith("长江", title.end - 1))
        found = names.names_at(text, at, sure=sure)
        if found and not sure and _words_of_prose(text, *found[0]):
            continue
        for name in found:
            yield name, title
            taken = name[1]


def _words_of_prose(text: str, start: int, end: int) -> bool:
    """Whether what looks like a name behind a mere 群众 or 市民 is prose: 把群众冷暖放在心上."""
    if text.count(text[start:end]) > 1:
        return False
    _, words = lexicon().cut(text[start : end + 3])
    return words[0][1] > 1 or any(first < end - start < last for first, last in words)


def _officials(part: Part) -> bool:
    """Whether a common noun stands for officials: 省领导, 市人大代表."""
    return part.role in ("领导", "代表") and part.level is not None


def _general_secretary(text: str) -> Iterator[tuple[Offsets, Title]]:
    """Yield the name in front of 总书记, whose title stands behind it."""
    for found in _SECRETARY.finditer(text):
        for length in (3, 2):
            start = found.start() - length
            if start >= 0 and names.full_name(text[start : found.start()]):
                part = Part(found.start(), found.end(), found[0], found[0])
                yield (start, found.start()), Title(found.start(), found.end(), found[0], (part,))
                break


def _tagged(text: str, tokens: Sequence[Token]) -> Iterator[Offsets]:
    """Yield whole names that only the tagger saw, where someone is said to speak or act."""
    for token in tokens:
        if token.tag == "PER" and names.full_name(token.text) and len(token.text) > 1:
            before = text[max(0, token.start - 1) : token.start]
            if _SAYS.match(text, token.end) or (
                before in "、和" and text[token.end : token.end + 1] in "、和参出等"
            ):
                yield token.start, token.end


def _collect(page: Page, tokens: Sequence[Token]) -> dict[str, _Seen]:
    text, seen = page.clean, defaultdict[str, _Seen](_Seen)
    for name, title in [*_titled(text), *_general_secretary(text), *appointments.find(text)]:
        person = seen[_plain(text, name)]
        person.mentions.add(name)
        person.titles.append(title)
    for name, role in authors(text, 0, len(text)):
        person = seen[_plain(text, name)]
        person.mentions.add(name)
        if not person.titles:
            part = Part(*role, text[slice(*role)], text[slice(*role)])
            person.titles.append(Title(*role, part.label, (part,)))
    for name in _tagged(text, tokens):
        seen[_plain(text, name)].mentions.add(name)
    return seen


def _everywhere(text: str, seen: dict[str, _Seen]) -> None:
    """Add every other place at which a known name stands, longer names first."""
    taken = bytearray(len(text))
    for name in sorted(seen, key=len, reverse=True):
        for start, end in seen[name].mentions:
            taken[start:end] = b"\1" * (end - start)
        at = text.find(name)
        while at >= 0:
            if not any(taken[at : at + len(name)]):
                seen[name].mentions.add((at, at + len(name)))
                taken[at : at + len(name)] = b"\1" * len(name)
            at = text.find(name, at + len(name))


def _best_title(titles: Sequence[Title]) -> Title | None:
    """The fullest title: most posts, then longest; a plain 记者 only if nothing else."""
    return max(titles, key=lambda title: (len(title.parts), len(title.text), -title.start), default=None)


def _hold(
    page: Page,
    title: Title,
    article: PageArticle | None,
    place: PagePlace,
    person: Person | None,
    cover: Offsets,
) -> tuple[tuple[Post, ...], tuple[Membership, ...]]:
    """Make the posts of a title and who holds them; a nameless leader is no person."""
    held, memberships = [], []
    date = str(article.date.date) if article and article.date.date else None
    place = article.place if article and article.place.name else place
    for part in title.parts:
        post = page.cite(
            Post,
            part.start,
            part.end,
            key=part.label,
            label=part.label,
            role=part.role,
            organization=part.organization,
            area=part.area(place),
            rank=part.rank,
            level=part.level,
            method="read.posts",
            confidence=0.9,
        )
        held.append(post)
        memberships.append(
            page.cite(
                Membership,
                *cover,
                key=f"{person.name if person else ''}|{part.label}",
                person=person.id if person else None,
                person_name=person.name if person else None,
                post=post.id,
                post_label=part.label,
                organization=part.organization,
                seen_on=(date,) if date and not part.tense else (),
                method="read.people",
                confidence=0.9,
            )
        )
    return tuple(held), tuple(memberships)


def _around(articles: Sequence[PageArticle], offset: int) -> PageArticle | None:
    return next((article for article in articles if article.start <= offset < article.end), None)


def _nameless(
    page: Page, articles: Sequence[PageArticle], place: PagePlace, named: Sequence[PagePerson]
) -> list[PagePerson]:
    """Leaders whom the page does not name: a post and a membership without a person."""
    starts = {mention[0] for person in named for mention in person.mentions}
    people = []
    for title in posts.anonymous(page.clean):
        if title.end not in starts:
            cover = (title.start, title.end)
            held = _hold(page, title, _around(articles, title.start), place, None, cover)
            people.append(PagePerson(None, None, (cover,), title.text, *held))
    return people


def read(
    page: Page, articles: Sequence[PageArticle], tokens: Sequence[Token], place: PagePlace
) -> tuple[PagePerson, ...]:
    """Read everyone a page names, and leaders it leaves without a name.

    Parameters
    ----------
    page : Page
        The page.
    articles : sequence of PageArticle
        Its articles, for dates and for what 市 means in each.
    tokens : sequence of Token
        What a tagger saw; may be empty.
    place : PagePlace
        The document's place, for names outside any article.

    Returns
    -------
    tuple of PagePerson
        In order of first mention.
    """
    seen = _collect(page, tokens)
    _everywhere(page.clean, seen)
    people = []
    for name, known in seen.items():
        mentions = tuple(sorted(known.mentions))
        raw = tuple(page.repaired.raw_span(*mention) for mention in mentions[1:])
        person = page.cite(
            Person, *mentions[0], key=name, name=name, mentions=raw, method="read.people", confidence=0.9
        )
        title = _best_title(known.titles)
        held: tuple[tuple[Post, ...], tuple[Membership, ...]] = ((), ())
        if title:
            beside = min(mentions, key=lambda span: abs(span[0] - title.end))
            cover = (min(title.start, beside[0]), max(title.end, beside[1]))
            held = _hold(page, title, _around(articles, title.start), place, person, cover)
        people.append(PagePerson(person, name, mentions, title.text if title else None, *held))
    people += _nameless(page, articles, place, people)
    return tuple(sorted(people, key=lambda person: person.mentions[0]))
