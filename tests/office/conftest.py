"""A made-up prefecture in a workspace, for the office to load."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from bridgehead.records import (
    AgendaItem,
    Area,
    Article,
    Commitment,
    Directive,
    Document,
    Event,
    Gap,
    Link,
    Membership,
    Observation,
    Participant,
    Person,
    Project,
    Sourced,
    SourceText,
    make_id,
)
from bridgehead.records.workspace import Entry, Workspace

VISIT = """陆明远在云岭市调研
云川日报讯（记者方圆）3月7日至8日，省委书记陆明远来到云岭市，先后走进松溪县蓝谷园区、云岭古城调研。
陆明远指出，一要擦亮百合品牌，二要守住古城风貌。
市委书记沈怀山表示，今年全市百合种植面积要达到3.2万亩。
"""
FIGURES = """前两个月工业开门红
1至2月，全市规上工业增加值增长7.4%。北辰数据云岭基地总投资12.5亿元，已开工建设。
某处 =SUM(A1) 字样看不清。
"""


class Writer:
    """Writes one document of a workspace, record by record, each on the words that it quotes."""

    def __init__(self, path: str, raw: str, **fields: Any) -> None:
        digest = hashlib.sha256(raw.encode()).hexdigest()
        self.path, self.raw = path, raw
        self.document = Document(
            id=make_id("document", path, None),
            path=path,
            sha256=digest,
            media_type="text/plain",
            length=len(raw),
            **{"title": raw.splitlines()[0], **fields},
        )
        self.source = SourceText(self.document.id, raw)
        self.records: list[Sourced] = []

    def cite(self, make: Any, quote: str, *, key: str = "", **fields: Any) -> Any:
        """Add a record on the first place where its quote stands."""
        start = self.raw.index(quote)
        record = self.source.cite(make, (start, start + len(quote)), quote, key=key, method="test", **fields)
        self.records.append(record)
        return record

    def save(self, workspace: Workspace) -> None:
        """Write the document as it now is."""
        text = {"raw": self.raw, "clean": self.raw, "edits": [], "lines": []}
        workspace.save(self.document, text, self.records)
        entry = Entry(
            name=self.path, sha256=self.document.sha256, reader="test", documents=(self.document.id,)
        )
        workspace.note(self.path, entry)
        workspace.commit()


def write_visit() -> Writer:
    """A leader's visit with two stops, two directives and a commitment."""
    one = Writer("a/visit.txt", VISIT, date_published="2024-03-09", date_basis="stated", place="云岭市")
    article = one.cite(Article, VISIT.strip(), headline="陆明远在云岭市调研", date_published="2024-03-09")
    person = one.cite(Person, "陆明远", name="陆明远")
    one.cite(Area, "云岭市", name="云岭市", classification="prefecture")
    event = one.cite(
        Event,
        "3月7日至8日，省委书记陆明远来到云岭市，先后走进松溪县蓝谷园区、云岭古城调研。",
        name="陆明远在云岭市调研",
        classification="visit",
        start_time="2024-03-07",
        end_time="2024-03-08",
        precision="day",
        basis="inferred",
        areas=("云岭市", "松溪县"),
        participants=(
            Participant(role="leader", name="陆明远", person=person.id, post="省委书记"),
            Participant(role="companion", name="沈怀山", post="市委书记"),
        ),
        agenda=(
            AgendaItem(order=1, location="蓝谷园区", area="松溪县", organization="松溪蓝谷生物科技有限公司"),
            AgendaItem(order=2, location="云岭古城"),
        ),
        article=article.id,
    )
    one.cite(
        Membership,
        "省委书记陆明远",
        person=person.id,
        person_name="陆明远",
        post="post-000000000000",
        post_label="省委书记",
        seen_on=("2024-03-07",),
    )
    for ordinal, head in (("一", "擦亮百合品牌"), ("二", "守住古城风貌")):
        one.cite(
            Directive,
            f"{ordinal}要{head}",
            event=event.id,
            article=article.id,
            issuer=person.id,
            issuer_name="陆明远",
            issuer_post="省委书记",
            addressee=("云岭市",),
            ordinal=ordinal,
            head=f"{ordinal}要{head}",
            text=f"{ordinal}要{head}",
            theme="文旅",
        )
    one.cite(
        Commitment,
        "今年全市百合种植面积要达到3.2万亩",
        article=article.id,
        person_name="沈怀山",
        unit="云岭市",
        head="今年全市百合种植面积要达到3.2万亩",
        text="今年全市百合种植面积要达到3.2万亩",
        target_value=3.2,
        unit_text="万亩",
        deadline="2024",
    )
    return one


def write_figures() -> Writer:
    """An article of figures from the same place, with a project and a gap."""
    one = Writer("b/figures.txt", FIGURES, date_published="2024-03", place="云岭市", unknown=1)
    one.cite(
        Observation,
        "全市规上工业增加值增长7.4%",
        observation_about="全市",
        variable_text="规上工业增加值",
        stat_type="growth",
        value=7.4,
        unit_text="%",
        observation_period="2024-01/2024-02",
        period_text="1至2月",
    )
    one.cite(
        Project,
        "北辰数据云岭基地总投资12.5亿元，已开工建设",
        name="北辰数据云岭基地",
        area="云岭市",
        owner=("北辰数据",),
        amount=12.5,
        unit_text="亿元",
        phase="started",
        phase_text="已开工建设",
    )
    one.cite(Gap, "=SUM(A1) 字样", directive="directive-000000000000", searched_until="2024-03-31")
    return one


LATER = """云岭市百合产业提质
6月5日，松溪县百合标准化基地建成，全县百合种植面积达到3.4万亩。
云岭市将继续擦亮百合品牌。
"""


def write_later(visit: Writer) -> Writer:
    """A later report: evidence and a promise for the visit's first directive, nothing for its second."""
    first, second = (one.id for one in visit.records if isinstance(one, Directive))
    one = Writer("c/later.txt", LATER, date_published="2024-06-06", date_basis="stated", place="云岭市")
    one.cite(
        Link,
        "松溪县百合标准化基地建成，全县百合种植面积达到3.4万亩",
        directive=first,
        kind="outcome",
        level="strong",
        score=0.82,
        score_parts={"objects": 0.6},
        claim=True,
    )
    promise = "云岭市将继续擦亮百合品牌"
    one.cite(Link, promise, directive=first, kind="echo", level="weak", score=0.3, claim=False)
    one.cite(Gap, "云岭市百合产业提质", directive=second, searched_until="2024-06-06", documents_searched=2)
    one.cite(
        Commitment,
        promise,
        key="reply",
        head="将继续擦亮百合品牌",
        text=promise,
        unit="云岭市",
        responds_to=first,
    )
    return one


@pytest.fixture
def writer() -> type[Writer]:
    """What writes one document; fresh documents are made with it."""
    return Writer


@pytest.fixture
def visit() -> Writer:
    """The document of the visit, to be changed and saved again."""
    return write_visit()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace that holds both documents."""
    made = Workspace(tmp_path / "ws")
    write_visit().save(made)
    write_figures().save(made)
    return made


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hash passwords fast: no test depends on how slowly they are hashed."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def user(role: str) -> Any:
    """A user with a role."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    made = get_user_model().objects.create_user(username=role, password="long-enough-1")
    made.groups.add(Group.objects.get_or_create(name=role)[0])
    return made


@pytest.fixture
def visitor(client: Any) -> Any:
    """A reader who has signed in."""
    client.force_login(user("reader"))
    return client


@pytest.fixture
def filled(visitor: Any, workspace: Workspace, settings: Any) -> Any:
    """A reader before a filled office."""
    from bridgehead.office.importer import import_workspace

    settings.WORKSPACE = workspace.folder
    import_workspace(workspace)
    return visitor
