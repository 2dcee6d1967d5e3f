"""Bodies and companies: by the ends of their names and by what the tagger saw; shorter forms are aliases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from bridgehead.read._page import Page, PageName, PagePlace
from bridgehead.read.bodies import Body, find, short_names
from bridgehead.records import Organization

__all__ = ["Body", "find", "read"]

Offsets = tuple[int, int]
_CLASSES = (
    ("company", re.compile(r"公司|集团|银行|厂$|矿$|合作社|数据$")),
    ("institution", re.compile(r"科学院$|工程院$|研究院$|社科院$|[党军]校$|行政学院$")),
    ("hospital", re.compile(r"医院$|卫生院$|保健院$")),
    ("school", re.compile(r"大学|学院|中学|小学|学校|幼儿园")),
    ("media", re.compile(r"日报|晚报|电视台|通讯社|新华社|报社|平台$")),
    ("party", re.compile(r"[省市县区]委|党委|党组|纪委|督导组|巡[视察]组|主题教育")),
    ("court", re.compile(r"法院$|检察院$")),
    (
        "association",
        re.compile(
            r"协会$|商会$|学会$|联合会$|联会$|总会$|基金会$|联谊会$|促进会$|工会$|妇联$|文联$|科协$|工商联$"
        ),
    ),
    (
        "government",
        re.compile(
            r"政府|局$|厅$|办公室$|委$|委员会$|办$|管委会|人大|政协|指挥部|中心$|海关$|[支总]队$|使馆$|领事馆$"
        ),
    ),
    ("institution", re.compile(r"院$|所$|实验室")),
    ("park", re.compile(r"园$|开发区|基地$")),
)
_ENDS_FIRM = re.compile(r"(?:集团|公司|银行|大学|科学院|医院)$")
_SUFFIXES = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|\(.*?\)|（.*?）)")


def _classification(name: str) -> str:
    return next((label for label, pattern in _CLASSES if pattern.search(name)), "other")


def _owned(part: str, whole: str) -> bool:
    """Whether a name begins with that of a larger body: 国药集团 owns 国药集团威奇达药业有限公司."""
    return whole.startswith(part) and len(_SUFFIXES.sub("", whole[len(part) :])) >= 2


def _is_alias(short: str, long: str) -> bool:
    """Whether a name is a shorter form of another: 远航公司 of 云岭远航物流有限公司."""
    core, whole = _SUFFIXES.sub("", short), _SUFFIXES.sub("", long)
    if len(core) < 2 or len(whole) <= len(core) or (_ENDS_FIRM.search(short) and _owned(short, long)):
        return False
    if core in whole:
        return len(core) >= 3 or whole.startswith(core) or whole.endswith(core)
    rest = iter(whole)
    return len(core) >= 3 and core[:2] == whole[:2] and all(c in rest for c in core)


def _groups(bodies: Sequence[Body], called: dict[str, str]) -> list[list[Body]]:
    by_name: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        by_name[body.name].append(body)
    groups: dict[str, list[Body]] = {}
    firms = {name for name in (*by_name, *called.values()) if _classification(name) == "company"}
    for name in sorted(by_name, key=lambda n: (n in called, -len(n), by_name[n][0].start)):
        others = (other for other in groups if other in firms) if name in firms else ()
        owners = [other for other in others if _is_alias(name, other)]
        if name[0] in "省市县区州盟旗":
            # 市交通运输局 on a page with one 云岭市交通运输局 is that one.
            short = name.replace("人民", "")
            owners = [other for other in groups if other.replace("人民", "")[1:].endswith(short)]
        owner = called.get(name) or (owners[0] if len(owners) == 1 else name)
        groups.setdefault(owner, []).extend(by_name[name])
    return list(groups.values())


def read(
    page: Page, bodies: Sequence[Body], areas: Sequence[PageName], place: PagePlace
) -> tuple[PageName, ...]:
    """Make one record a body.

    Parameters
    ----------
    page : Page
        The page.
    bodies : sequence of Body
        From `find`.
    areas : sequence of PageName
        The places, for where a body is.
    place : PagePlace
        What 市 means in 市工信局.

    Returns
    -------
    tuple of PageName
        In order of first mention.
    """
    names = []
    known = {form: area.name for area in areas for form in (*area.record.other_names, area.name)}
    owners = {body.name for body in bodies if _ENDS_FIRM.search(body.name)}
    for group in _groups(bodies, short_names(page.clean, bodies)):
        group.sort(key=lambda body: body.start)
        longest = max(group, key=lambda body: len(body.name))
        spans = tuple((body.start, body.end) for body in group)
        record = page.cite(
            Organization,
            *spans[0],
            key=longest.name,
            name=longest.name,
            other_names=tuple(dict.fromkeys(b.name for b in group if b.name != longest.name)),
            classification=_classification(longest.name),
            parent=max((n for n in owners if _owned(n, longest.name)), key=len, default=None),
            area=_area(longest.name, known, place),
            mentions=tuple(page.repaired.raw_span(*span) for span in spans[1:]),
            method="read.organizations",
            confidence=0.8,
        )
        names.append(PageName(record, spans))
    return tuple(sorted(names, key=lambda name: name.mentions[0]))


def _area(name: str, known: dict[str, str], place: PagePlace) -> str | None:
    """Return where a body is: in the area that its name begins with, or, for 市工信局, in the page's."""
    for size in range(min(len(name), 12), 1, -1):
        if name[:size] in known:
            return known[name[:size]]
    if name[0] == "省":
        return place.province
    level = {"市": "prefecture", "州": "prefecture", "盟": "prefecture"}.get(name[0])
    level = level or ("county" if name[0] in "县区旗" else None)
    return place.name if level and level == place.level else None
