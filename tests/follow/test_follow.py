"""Tests that following holds to its rules, whatever the documents are."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgehead.follow import Index, follow, why
from bridgehead.follow.cues import kind_of
from bridgehead.follow.places import Atlas, Place, holds, place_of
from bridgehead.read import Context, Reading, read_text
from bridgehead.records import verify
from bridgehead.sources import RawText

ASKED = (
    "市长叶青林到松溪县调研。叶青林强调,要加快松溪大桥建设。"
    "在百合产业园,叶青林要求延长百合加工链条,建设冷链物流基地。"
)
DONE = "松溪大桥建成通车,两岸车程缩短到十分钟。百合冷链物流基地投用,新建冷库12座。全市新增停车位300个。"


def read(text: str, day: str | None, place: str | None = "云岭市", name: str = "") -> Reading:
    digest = hashlib.sha256(f"{name}{text}{day}{place}".encode()).hexdigest()
    return read_text(RawText(f"{name}.txt", digest, "text/plain", text), context=Context(day, place))


def claims(index: Index) -> set[tuple[str, str, float]]:
    return {(link.directive, link.id, link.score) for one in follow(index) for link in one.claimed}


def test_finds_what_was_done():
    """Tests that a bridge that was asked for and opened is claimed, with the words both share."""
    index = Index([read(ASKED, "2026-03-05"), read(DONE, "2026-09-01")])
    bridge, lily = follow(index)
    assert bridge.claimed[0].quote.startswith("松溪大桥建成通车")
    assert bridge.claimed[0].kind in ("outcome", "project")
    assert any("大桥" in word for word in why(bridge.ask, bridge.claimed[0].quote))
    assert lily.claimed[0].quote.startswith("百合冷链物流基地投用")
    assert bridge.gap is None


@pytest.mark.parametrize(
    ("day", "place", "reason"),
    [
        ("2026-03-05", "云岭市", "no_documents"),  # the same day is not later
        ("2026-02-01", "云岭市", "no_documents"),
        ("2026", "云岭市", "no_documents"),  # some time in the year may be before
        (None, "云岭市", "no_documents"),
        ("2026-09-01", "临江市", "no_documents"),
        ("2026-09-01", "大同市", "no_documents"),
    ],
)
def test_older_or_elsewhere_is_no_evidence(day, place, reason):
    """Tests that nothing is proposed that is not strictly later, dated, and of the place."""
    for one in follow(Index([read(ASKED, "2026-03-05"), read(DONE.replace("松溪", "江北"), day, place)])):
        assert one.links == ()
        assert one.gap.reason == reason
        assert one.gap.documents_searched == 0


def test_undated_ask_is_a_gap():
    """Tests that an ask of no known day is not followed, and that the gap says so."""
    one, *_ = follow(Index([read(ASKED, None), read(DONE, "2026-09-01")]))
    assert one.links == ()
    assert one.gap.reason == "undated"
    assert one.gap.searched_until is None


def test_gap_says_what_was_searched():
    """Tests that a gap names the last day and the number of documents that were searched."""
    index = Index([read(ASKED, "2026-03-05"), read("全市公园免费开放,市民乐在其中。", "2026-05-06")])
    for one in follow(index):
        assert (one.gap.searched_until, one.gap.documents_searched) == ("2026-05-06", 1)
        assert one.gap.reason == "no_evidence"
        assert one.gap.directive == one.ask.record.id


def test_saying_it_again_is_no_evidence():
    """Tests that the same demand in a later speech is not claimed."""
    again = "市委书记沈怀山主持召开会议。沈怀山强调,要加快松溪大桥建设。会议要求,延长百合加工链条。"
    found = list(follow(Index([read(ASKED, "2026-03-05"), read(again, "2026-06-01")])))
    assert not any(one.claimed for one in found)


def test_until():
    """Tests that what came after a given day is left out."""
    import datetime as dt

    index = Index([read(ASKED, "2026-03-05"), read(DONE, "2026-09-01")])
    before = list(follow(index, until=dt.date(2026, 8, 31).toordinal()))
    assert not any(one.links for one in before)


def test_a_reprint_counts_once():
    """Tests that a sentence that two papers print is one piece of evidence, the earlier one."""
    index = Index(
        [read(ASKED, "2026-03-05"), read(DONE, "2026-09-02"), read(DONE, "2026-09-01", name="other")]
    )
    bridge = next(follow(index))
    assert [link.date for link in bridge.links if "大桥" in link.quote] == ["2026-09-01"]


def test_year_is_inferred_from_who_holds_a_post():
    """Tests that a document without a year gets it from people it shares with a dated one."""
    undated = "3月5日,市长叶青林到松溪县调研。叶青林强调,要加快松溪大桥建设。"
    other = "2026年4月1日,市长叶青林会见客人。"
    index = Index([read(undated, None), read(other, "2026-04-02"), read(DONE, "2026-09-01")])
    bridge = next(follow(index))
    assert bridge.day.until == "2026-03-05"
    assert "叶青林" in bridge.claimed[0].date_inferred_from
    assert "推断" in bridge.claimed[0].date_inferred_from


def test_a_countys_own_paper_counts_for_its_city():
    """Tests that other documents tell in which city a county lies that the table does not know."""
    visit = "3月5日,市长叶青林深入云岭市梅川县调研。叶青林强调,要加快梅川大桥建设。"
    done = "梅川大桥建成通车,两岸车程缩短到十分钟。"
    found = next(follow(Index([read(visit, "2026-03-06"), read(done, "2026-09-01", "梅川县")])))
    assert found.claimed


def test_spans_are_verbatim():
    """Tests that every link and gap quotes its document exactly."""
    readings = [read(ASKED, "2026-03-05"), read(DONE, "2026-09-01")]
    raw = {reading.document.id: reading.repaired.raw for reading in readings}
    for one in follow(Index(readings)):
        for record in (*one.links, *filter(None, [one.gap])):
            verify(record, raw[record.document])


LINES = (
    "松溪大桥建成通车。",
    "百合冷链物流基地投用,新建冷库12座。",
    "要加快松溪大桥建设。",
    "叶青林强调,要抓好松溪大桥管护。",
    "全市新增停车位300个。",
    "松溪大桥将于明年开工。",
    "百合产业园二期开工。",
    "老旧小区改造完成52个。",
)
documents = st.lists(
    st.tuples(
        st.lists(st.sampled_from(LINES), min_size=1, max_size=4).map("".join),
        st.sampled_from(("2026-01-10", "2026-03-05", "2026-03-06", "2026-07-01", "2026", None)),
        st.sampled_from(("云岭市", "临江市", "大同市", None)),
    ),
    max_size=5,
    unique_by=lambda one: one[0],
)


@settings(max_examples=40, deadline=None)
@given(later=documents)
def test_rules_hold(later):
    """Tests that nothing older or elsewhere is proposed, and that adding one by one changes nothing."""
    first = read(ASKED, "2026-03-05")
    readings = [first, *(read(text, day, place, str(i)) for i, (text, day, place) in enumerate(later))]
    index = Index(readings)
    told = {reading.document.id: reading.document for reading in readings}
    for one in follow(index, [ask for ask in index.asks if ask.record.document == first.document.id]):
        for link in one.links:
            assert told[link.document].date_published > "2026-03-05"
            assert told[link.document].place == "云岭市"
    step = Index(readings[:1])
    list(follow(step))
    for reading in readings[1:]:
        step.add(reading)
        list(follow(step))
    assert claims(step) == claims(index)
    assert claims(Index([readings[0], *reversed(readings[1:])])) == claims(index)


@settings(max_examples=20, deadline=None)
@given(text=st.lists(st.sampled_from(LINES), min_size=1, max_size=4).map("".join))
def test_another_citys_document_changes_no_claim(text):
    """Tests that a document of another place changes no score."""
    readings = [read(ASKED, "2026-03-05"), read(DONE, "2026-09-01")]
    with_other = Index([*readings, read(text, "2026-10-01", "临江市")])
    ours = {ask.record.id for ask in Index(readings).asks}
    assert {claim for claim in claims(with_other) if claim[0] in ours} == claims(Index(readings))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("市政府出台《支持轴承产业发展若干措施》。", "act"),
        ("专班走访企业,帮助解决用工难题41个。", "outcome"),
        ("二期厂房项目已开工建设。", "project"),
        ("规上工业增加值同比增长8.2%。", "outcome"),
        ("下一步,将谋划建设粮食交易中心。", "plan"),
        ("我市正着力构建现代物流体系。", "plan"),
        ("要压实安全生产责任,绷紧这根弦。", "echo"),
        ("会议强调,各县区要抓好落实。", "echo"),
        ("2026年是新区建设的开局之年。", "echo"),
        ("今年以来,全市排查整治隐患3200处。", "outcome"),
    ],
)
def test_kinds(text, kind):
    """Tests that cue words tell deeds from plans and plans from echoes."""
    assert kind_of(text) == kind


def test_places():
    """Tests that a division holds those below it by its code, and that names settle the rest."""
    datong, pingcheng = place_of("大同市"), place_of("平城区", place_of("大同市"))
    assert holds(datong, pingcheng)
    assert not holds(pingcheng, datong)
    assert not holds(place_of("太原市"), pingcheng)
    assert holds(Place("云岭市"), Place("云岭市"))
    assert place_of("松溪县", Place("云岭市")).code == ""
    assert Atlas().home("nothing") is None
