"""What was asked, promised and done, in order of time, on the pages of people, places and themes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.office.conftest import Writer, user, write_later, write_visit

from bridgehead.office import answers, queries, timeline
from bridgehead.office.holders import holders
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Record
from bridgehead.records import Directive, Membership, Person, Post
from bridgehead.records.workspace import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed(filled: Client, workspace: Workspace) -> Client:
    """An office where a later document answers a directive of the visit."""
    write_later(write_visit()).save(workspace)
    import_workspace(workspace)
    return filled


def days() -> list[tuple[str, int, int, int]]:
    """The line of the theme: each day with how many events, asks and sentences it has."""
    line = timeline.line(answers.asks().filter(theme="文旅"), queries.records("event"))
    return [(day.when, len(day.events), len(day.said), len(day.found)) for day in line.days]


def test_asks_and_evidence_stand_in_order_of_time(followed: Client) -> None:
    """Tests that the visit with its directives comes before what answers; an echo is left out."""
    assert days() == [("2024-03-07", 1, 2, 0), ("2024-06-06", 0, 0, 1)]


def test_a_rejected_sentence_leaves_the_line_and_a_confirmed_echo_enters(followed: Client) -> None:
    """Tests that people's verdicts decide what stands on the line."""
    followed.force_login(user("reviewer"))
    strong, echo = answers.evidence(Record.objects.get(quote="一要擦亮百合品牌"))
    followed.post(reverse("review", args=[strong.pk]), {"verdict": "rejected"})
    assert days() == [("2024-03-07", 1, 2, 0)]
    followed.post(reverse("review", args=[echo.pk]), {"verdict": "confirmed"})
    assert days()[1:] == [("2024-06-06", 0, 0, 1)]


def test_a_sentence_that_answers_two_asks_stands_once(followed: Client, workspace: Workspace) -> None:
    """Tests that one sentence is one line, with both asks."""
    visit = write_visit()
    later = write_later(visit)
    second = [one for one in visit.records if isinstance(one, Directive)][1]
    link: Any = next(one for one in later.records if one.type == "link")
    later.cite(type(link), link.quote, key="again", directive=second.id, kind="outcome", level="strong",
               score=0.7, claim=True)  # fmt: skip
    later.save(workspace)
    import_workspace(workspace)
    line = timeline.line(answers.asks().filter(theme="文旅"))
    (found,) = [one for day in line.days for one in day.found]
    assert len(found.asks) == 2


def test_days_of_no_year_stand_last_and_what_has_no_day_is_counted(
    filled: Client, workspace: Workspace
) -> None:
    """Tests that a day without its year stands behind the others, and nothing dateless is passed over."""
    for path, date in (("x/1.txt", "--05-01"), ("x/2.txt", "2023"), ("x/3.txt", None)):
        one = Writer(path, f"要守住古城{path}。\n", date_published=date)
        one.cite(Directive, one.raw.strip(), head=one.raw.strip(), text=one.raw.strip(), theme="古城")
        one.save(workspace)
    import_workspace(workspace)
    line = timeline.line(answers.asks().filter(theme="古城"))
    assert [day.when for day in line.days] == ["2023", "--05-01"]
    assert line.undated == 1


def test_the_pages_have_the_line(followed: Client) -> None:
    """Tests that a person's, a place's and a theme's page show event, asks and answer."""
    for address in (reverse("person", args=["陆明远"]), reverse("place", args=["云岭市"]),
                    reverse("theme", args=["文旅"])):  # fmt: skip
        html = followed.get(address).content.decode()
        for words in ("时间线", "一要擦亮百合品牌", "百合标准化基地建成"):
            assert words in html, (address, words)


def test_a_place_names_its_bodies(filled: Client, workspace: Workspace) -> None:
    """Tests that a place's page lists bodies there and places within it."""
    from bridgehead.records import Area, Organization

    one = Writer("y/bodies.txt", "云岭市农业农村局、松溪县到会。\n", date_published="2024-05-01")
    one.cite(Organization, "云岭市农业农村局", name="云岭市农业农村局", area="云岭市")
    one.cite(Area, "松溪县", name="松溪县", classification="county", parent="云岭市")
    one.save(workspace)
    import_workspace(workspace)
    html = filled.get(reverse("place", args=["云岭市"])).content.decode()
    for words in ("这里的机构", "云岭市农业农村局", "下辖和所属"):
        assert words in html, words


def seen(path: str, name: str, day: str) -> Writer:
    """A document that sees someone as the city's mayor."""
    one = Writer(path, f"市长{name}到会。\n", date_published=day)
    post = one.cite(Post, "市长", label="市长", role="市长", organization="云岭市政府")
    person = one.cite(Person, name, name=name)
    one.cite(Membership, f"市长{name}", person=person.id, person_name=name, post=post.id, post_label="市长",
             seen_on=(day,))  # fmt: skip
    return one


def test_who_was_seen_in_the_same_post(filled: Client, workspace: Workspace) -> None:
    """Tests that predecessors and successors are told with their sightings, and only where there are any."""
    for path, name, day in (("p/1", "叶青林", "2022-03-01"), ("p/2", "叶青林", "2023-03-01"),
                            ("p/3", "何知秋", "2024-03-01")):  # fmt: skip
        seen(f"{path}.txt", name, day).save(workspace)
    import_workspace(workspace)
    ((post, those),) = holders("何知秋")
    assert post == "云岭市政府市长"
    assert [(one.person, str(one.first), str(one.last)) for one in those] == [
        ("叶青林", "2022-03-01", "2023-03-01"),
        ("何知秋", "2024-03-01", "2024-03-01"),
    ]
    assert "同一职务上先后见过" in filled.get(reverse("person", args=["何知秋"])).content.decode()
    assert holders("陆明远") == []


def test_the_home_page_tells_of_new_evidence(followed: Client) -> None:
    """Tests that what was found and nobody looked at stands on the front page until somebody decides."""
    html = followed.get("/").content.decode()
    assert "找到落实线索 1 条" in html
    assert "百合标准化基地建成" in html
    followed.force_login(user("reviewer"))
    followed.post(reverse("review", args=[answers.claims().get().pk]), {"verdict": "confirmed"})
    assert "找到落实线索" not in followed.get("/").content.decode()
