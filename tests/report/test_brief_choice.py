"""What is chosen for a brief: the most important first, few of each, and nothing twice."""

from __future__ import annotations

import pytest

from bridgehead.records import (
    Commitment,
    Directive,
    Document,
    Event,
    Gap,
    Link,
    Observation,
    Participant,
    Project,
    SourceText,
)
from bridgehead.report import _choice as choice
from bridgehead.report._material import Material

TEXT = "云岭市推进重点工作。" * 100


class Desk:
    """Makes material by hand."""

    def __init__(self) -> None:
        self.material = Material()
        self.at = 0

    def document(self, id: str = "document-1", place: str | None = "云岭市") -> None:
        self.material.documents[id] = Document(
            id=id, path=f"{id}.txt", sha256=id, media_type="text/plain", length=len(TEXT), place=place
        )

    def add(self, made, document: str = "document-1", /, **fields):
        self.at += 1
        if document not in self.material.documents:
            self.document(document)
        span = (self.at, self.at + 5)
        record = SourceText(document, TEXT).cite(made, span, TEXT[span[0] : span[1]], **fields)
        self.material.records[made].append(record)
        return record

    def ask(self, head: str, post: str = "市委书记", **fields) -> Directive:
        name = fields.pop("issuer_name", "沈怀山")
        return self.add(Directive, head=head, text=head, issuer_post=post, issuer_name=name, **fields)

    def link(self, ask, **fields) -> Link:
        told = {"kind": "act", "level": "strong", "score": 0.9, "claim": True, **fields}
        return self.add(Link, "document-9", directive=ask.id, **told)


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.document()
    return made


HEADS = [
    "加快建设货运铁路专用线",
    "办好中小学课后服务工作",
    "修缮古城墙和历史街巷",
    "整治河道两岸排污口门",
    "发展百合精深加工产业",
    "完成老旧小区供热改造",
    "新建社区助老食堂八处",
    "培养文物修复专业人才",
    "清理拖欠企业账款事项",
    "推广智慧农机抢收夏粮",
    "压减工程审批办理时限",
    "扩建县医院住院大楼",
]


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        ("省委书记", "省委副书记、省长"),
        ("省委副书记、省长", "副省长"),
        ("副省长", "市委书记"),
        ("市委书记", "市委副书记、市长"),
        ("市委副书记、市长", "副市长"),
        ("副市长", "东陵区委书记"),
        ("松溪县县长", "松溪县教育局局长"),
        ("市教育局局长", "村民"),
    ],
)
def test_posts_rank_as_people_expect(higher, lower) -> None:
    """Tests that a deputy is no head and a county no city."""
    assert choice.rank(higher) < choice.rank(lower)


def test_only_what_later_documents_answer_is_answered(desk) -> None:
    """Tests that claimed links make an ask answered, rejected ones do not, and gaps make it open."""
    done, rejected, silent, undated = (desk.ask(head) for head in HEADS[:4])
    desk.link(done)
    desk.link(rejected, decision="rejected")
    desk.add(Gap, directive=silent.id)
    desk.add(Gap, directive=undated.id, reason="undated")
    assert [ask.record for ask in choice.answered(desk.material)] == [done]
    assert [ask.record for ask in choice.unanswered(desk.material)] == [silent]


def test_the_best_evidence_comes_first(desk) -> None:
    """Tests that what a person confirmed leads, then strong evidence, then what was reached."""
    ask = desk.ask(HEADS[0])
    weak = desk.link(ask, level="weak", score=0.99)
    act = desk.link(ask, kind="act")
    outcome = desk.link(ask, kind="outcome")
    confirmed = desk.link(ask, kind="plan", level="partial", decision="confirmed")
    (found,) = choice.answered(desk.material)
    assert found.evidence == (confirmed, outcome, act, weak)


def test_few_of_one_leader_and_the_highest_first(desk) -> None:
    """Tests that one leader cannot fill the brief, and that who stands highest is named first."""
    for head in HEADS[:6]:
        desk.link(desk.ask(head, "县委书记", issuer_name="顾长河"))
    for head in HEADS[6:]:
        desk.link(desk.ask(head, "省委书记", issuer_name="陆明远"))
    who = [ask.who for ask in choice.answered(desk.material)]
    assert who == ["省委书记陆明远"] * 3 + ["县委书记顾长河"] * 3


def test_one_thing_is_told_once(desk) -> None:
    """Tests that a damaged print of an ask does not come beside it."""
    for head in (
        "要把网格建强，改进工作的方式方法，让群众少跑腿",
        "要把网格建强，改进工作的式方法，让群众少跑腿",
    ):
        desk.link(desk.ask(head))
    assert len(choice.answered(desk.material)) == 1


def test_what_is_due_comes_before_what_is_not(desk) -> None:
    """Tests that among asks without an answer those with a deadline lead, whoever asked."""
    loose = desk.ask(HEADS[0], "省委书记")
    due = desk.ask(HEADS[1], "县委书记", deadline="2024-12-31")
    for one in (loose, due):
        desk.add(Gap, directive=one.id)
    assert [ask.record for ask in choice.unanswered(desk.material)] == [due, loose]


def test_what_another_place_was_asked_comes_last(desk) -> None:
    """Tests that the demands on a neighbour stand behind one's own."""
    desk.document("document-7", "临江市")
    desk.document("document-8")
    there = desk.add(
        Directive, "document-7", head=HEADS[0], text=HEADS[0], issuer_post="省委书记", issuer_name="陆明远"
    )
    here = desk.ask(HEADS[1], "市长")
    for one in (there, here):
        desk.link(one)
    assert [ask.record for ask in choice.answered(desk.material)] == [here, there]


def test_promises_stand_apart(desk) -> None:
    """Tests that a commitment is no directive, and is named by its unit."""
    promise = desk.add(Commitment, head=HEADS[0], text=HEADS[0], unit="市工信局")
    desk.link(promise)
    assert choice.answered(desk.material) == []
    assert [ask.who for ask in choice.promised(desk.material)] == ["市工信局"]


def test_indicators_are_named_dated_latest_and_of_the_place(desk) -> None:
    """Tests which figures make the table: of known variable and period, the latest, the main first."""

    def figure(value: float, code: str | None, period: str | None, about: str | None = "云岭市", **more):
        told = {"variable_text": "指标", "value": value, "unit_text": "亿元", "observation_about": about}
        return desk.add(Observation, variable_measured=code, observation_period=period, **told, **more)

    figure(1, None, "2023")  # 中的 4栋
    figure(2, "gdp", None)
    figure(3, "output", "2023")  # the output of any firm
    figure(4, "gdp", "2022")
    jobs = figure(5, "new_jobs", "2023")
    gdp = figure(6, "gdp", "2023")
    target = figure(7, "gdp_growth", "2024", is_target=True)
    yearless = figure(8, "retail_sales", "--01/--06")
    assert choice.indicators(desk.material) == [gdp, target, yearless, jobs]
    assert choice.variable_name("gdp_growth") == "地区生产总值增速"


def test_events_are_told_once_with_their_stops(desk) -> None:
    """Tests that a visit that another article only mentions, and who cannot be named, are left out."""
    leader = (Participant(role="leader", name="陆明远", post="省委书记"),)
    visit = {"name": "调研", "classification": "visit"}
    whole = desk.add(Event, start_time="2024-02-20", areas=("云岭市", "松溪县"), participants=leader, **visit)
    desk.add(Event, start_time="2024-02", participants=leader, **visit)
    desk.add(Event, start_time="2024-02-21", areas=("云岭市",), participants=leader, **visit)
    desk.add(Event, start_time="2024-03-01", areas=("云岭市",), **visit)
    assert choice.events(desk.material) == [whole]


def test_a_project_is_one_with_its_furthest_phase(desk) -> None:
    """Tests that documents fill each other's gaps, and that a count of projects is no project."""
    desk.add(Project, name="铁路专用线", phase="started", area="云岭市", amount=4.2e8, currency="CNY")
    desk.add(Project, name="铁路专用线", phase="operating", owner=("陆港公司",))
    desk.add(Project, name="签约项目16个", phase="signed", amount=5.8e9, currency="CNY")
    desk.add(Project, name="研究老旧小区改造")
    (found,) = choice.projects(desk.material)
    assert (found.phase, found.area, found.owner, found.amount) == (
        "operating",
        "云岭市",
        ("陆港公司",),
        4.2e8,
    )
