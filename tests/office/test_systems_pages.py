"""Work systems as trees, with what hangs on their items."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.office.conftest import Writer

from bridgehead.office import systems
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Record
from bridgehead.records import Commitment, Directive, Project, WorkItem, WorkSystem
from bridgehead.records.workspace import Workspace

pytestmark = pytest.mark.django_db

PLAN = """云岭市定下“1230”工作体系：一个目标、两大产业，两大产业是百合产业、装备产业。
要把百合产业做精。
市农业农村局表示，今年百合产业增收两成。
百合产业园二期总投资3亿元。
要把“1230”抓到底。
"""
LATER = "“1230”工作体系推进会召开。\n要让装备产业上台阶。\n"


def write_plan() -> Writer:
    """A document that explains a system, and says four things of it."""
    one = Writer("s/plan.txt", PLAN, date_published="2024-01-10", place="云岭市")
    parts = (WorkItem(label="百合产业"), WorkItem(label="装备产业"))
    tree = (WorkItem(label="一个目标"), WorkItem(label="两大产业", count=2, items=parts))
    system = one.cite(
        WorkSystem, "“1230”工作体系", name="1230", form="digits", term="工作体系", area="云岭市", items=tree
    )
    hung = {"work_system": system.id, "work_item": "百合产业"}
    asked, promised = "要把百合产业做精", "今年百合产业增收两成"
    one.cite(Directive, asked, head=asked, text=asked, **hung)
    one.cite(Commitment, promised, head=promised, text=promised, unit="市农业农村局", **hung)
    one.cite(Project, "百合产业园二期总投资3亿元", name="百合产业园二期", **hung)
    whole = "要把“1230”抓到底"
    one.cite(Directive, whole, head=whole, text=whole, work_system=system.id)
    return one


def write_meeting(area: str | None, path: str) -> Writer:
    """A document that names the system of a place and asks something of an item."""
    one = Writer(path, LATER, date_published="2024-02-10")
    system = one.cite(WorkSystem, "“1230”工作体系", name="1230", form="digits", term="工作体系", area=area)
    asked = "要让装备产业上台阶"
    one.cite(Directive, asked, head=asked, text=asked, work_system=system.id, work_item="装备产业")
    return one


@pytest.fixture
def planned(filled: Client, workspace: Workspace) -> Client:
    """A reader before an office where two documents tell of one system."""
    for one in (write_plan(), write_meeting(None, "s/meeting.txt")):
        one.save(workspace)
    import_workspace(workspace)
    return filled


def test_what_hangs_on_an_item_stands_below_it(planned: Client) -> None:
    """Tests that one tree holds what all documents hang on it, each at its own item."""
    (system,) = systems.systems()
    assert (system.record.document.path, len(system.ids), system.hanging) == ("s/plan.txt", 2, 5)
    found = systems.find(system.record.pk)
    assert found is not None
    tree, whole = systems.branches(found, systems.hung(found))
    assert [one.quote for one in whole] == ["要把“1230”抓到底"]
    lily, gear = tree[1].items
    assert {one.type for one in lily.records} == {"directive", "commitment", "project"}
    assert [one.quote for one in gear.records] == ["要让装备产业上台阶"]
    assert (tree[0].hanging, tree[1].hanging) == (0, 4)


def test_the_pages_show_the_tree_and_where_its_asks_stand(planned: Client) -> None:
    """Tests the list, the tree, the standing of its asks, and the way from the other document's record."""
    (system,) = systems.systems()
    assert "1230工作体系" in planned.get(reverse("systems")).content.decode()
    html = planned.get(reverse("system", args=[system.record.pk])).content.decode()
    for words in ("一个目标", "百合产业", "要让装备产业上台阶", "挂在整个体系上的", "尚未追踪"):
        assert words in html, words
    other = next(pk for pk in system.ids if pk != system.record.pk)
    answer = planned.get(reverse("system", args=[other]))
    assert answer.headers["Location"] == reverse("system", args=[system.record.pk])


def test_the_same_name_in_another_city_is_another_system(planned: Client, workspace: Workspace) -> None:
    """Tests that two cities' systems stay apart, and one without a place joins neither."""
    write_meeting("临江市", "s/other.txt").save(workspace)
    import_workspace(workspace)
    assert sorted(str(one.record.where) for one in systems.systems()) == ["None", "临江市", "云岭市"]
    for one in systems.systems():
        assert planned.get(reverse("system", args=[one.record.pk])).status_code == 200


def test_a_label_that_no_tree_knows_hangs_on_the_whole(planned: Client, workspace: Workspace) -> None:
    """Tests that nothing is lost when the item of a record is not in the tree that is shown."""
    one: Any = write_meeting(None, "s/third.txt")
    asked = "“1230”工作体系推进会召开。"
    system = next(record for record in one.records if isinstance(record, WorkSystem))
    one.cite(Directive, asked, head=asked, text=asked, work_system=system.id, work_item="没有这一项")
    one.save(workspace)
    import_workspace(workspace)
    (shown,) = systems.systems()
    found = systems.find(shown.record.pk)
    assert found is not None
    _tree, whole = systems.branches(found, systems.hung(found))
    assert asked in [record.quote for record in whole]
    assert Record.objects.filter(type="work_system").count() == 3
