"""``bridgehead ledger``, ``run`` over a ledger folder, ``user --org``, ``doctor --verify``: as typed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bridgehead.ledger import item_key

KEY = item_key("directive", "PS-1")
HEADS = ("序号", "问题编号", "存在问题", "责任单位", "整改时限", "整改情况", "是否销号")
ROWS = (
    (1, "WT-1", "老街路灯不亮", "市城管局", "2026年9月30日前", "已换灯二十盏", "否"),
    (2, "WT-2", "西湾湖岸垃圾", "西湾区政府", "2026.10.15", "已清运", "是"),
    (3, "WT-3", "小区漏水", "市住建局", "下个月", "", "否"),
)


Done = subprocess.CompletedProcess[str]


def bridgehead(*words: object, lang: str = "zh") -> Done:
    env = {**os.environ, "BRIDGEHEAD_LANG": lang, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "bridgehead", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=env)


LISTS = [
    ((), ["PS-1", "WT-1", "WT-2"]),
    (("老街",), ["PS-1", "WT-1"]),
    (("--kind", "problem"), ["WT-1", "WT-2"]),
    (("--kind", "批示要求"), ["PS-1"]),
    (("--state", "办结销号"), ["WT-2"]),
    (("--org", "市住建局"), ["PS-1"]),
    (("老街", "--kind", "problem", "--overdue"), ["WT-1"]),
    (("--limit", "1"), ["PS-1"]),
    (("没有的字",), []),
]
"""What lists are narrowed by, and the numbers that are left."""
WRONG = [
    (("list", "--kind", "dance"), 2, "dance"),
    (("list", "--state", "dance"), 2, "dance"),
    (("show", "PS-9"), 1, "PS-9"),
    (("act", "PS-1", "comment", "--as", "nobody"), 2, "nobody"),
    (("act", "PS-1", "comment", "--said", "[", "--as", "admin"), 2, "admin"),
    (("load", "nothing.xlsx"), 2, "nothing.xlsx"),
    (("load",), 2, "没有给出文件"),
    (("due", "13710", "--start", "昨天"), 2, "昨天"),
    (("due", "dance", "--start", "2026-03-01"), 2, "dance"),
    (("due", "13710", "--limit", "dance", "--start", "2026-03-01"), 2, "dance"),
]
"""Wrong words, their exit code, and what must be named."""
DUES = [
    (("directive-custom", "--limit", "report", "--start", "2026-02-13"), "2026-02-27", "调休上班"),
    (("12345-bureau", "--start", "2026-09-28"), "2026-10-21", "国庆节"),
    (("13710", "--start", "2026-03-02"), "2026-03-09", "第7"),
    (("13710", "--limit", "deploy", "--start", "2026-03-02"), "2026-03-02", "收到之日"),
    (("12345-beijing", "--limit", "emergency", "--start", "2026-03-02T16:30"), "2026-03-02 18:30", "第2"),
    (("livelihood-annual", "--start", "2026-01-06"), "2026-12-31", "第359"),
]
"""A calculator's words, the due date, and what stands in the arithmetic."""
MANY = """
import io, json, sys
from bridgehead.cli import main
told = []
for words in json.load(sys.stdin):
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    sys.stdout, sys.stderr = out, err
    code = main(words)
    told.append([words, code, *(one.buffer.getvalue().decode() for one in (out, err))])
sys.__stdout__.write(json.dumps(told))
"""


def objects(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def history() -> str:
    clerk = {"actor": "督查科甲", "roles": ["clerk"]}
    desk = {"actor": "住建经办岗甲", "roles": ["department"], "org": "市住建局"}
    steps: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
        ("open", {"kind": "directive", "details": {"no": "PS-1", "title": "修好东陵区老街屋顶"}}, clerk),
        ("register", {"no": "PS-1"}, clerk),
        ("dispatch", {"lead": "市住建局", "rule": "directive-custom"}, clerk),
        ("sign_for", {}, desk),
        ("report", {"text": "已进场施工", "progress": 30}, desk),
    )
    acts = [
        {"item": KEY, "action": action, "said": said, "at": f"2026-02-13T09:{n:02d}:00+08:00", **who}
        for n, (action, said, who) in enumerate(steps)
    ]
    return "".join(json.dumps(act, ensure_ascii=False) + "\n" for act in acts)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a report, a table of figures, and a ledger."""
    home = tmp_path_factory.mktemp("ledger-verb") / "收文"
    (home / "ledger").mkdir(parents=True)
    (home / "调研.txt").write_text("市领导到松溪县调研\n2026年3月5日，沈怀山到松溪县调研。", encoding="utf-8")
    (home / "指标.csv").write_text(
        "地区,年份,指标,数值,单位\n云岭市,2025,优良天数,311,天\n", encoding="utf-8"
    )
    (home / "ledger" / "history.jsonl").write_text(history(), encoding="utf-8")
    with xlsxwriter.Workbook(home / "ledger" / "问题清单.xlsx") as book:
        sheet = book.add_worksheet("问题清单")
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "云岭市问题清单（2026年）")
        for number, row in enumerate((HEADS, *ROWS), 1):
            sheet.write_row(number, 0, row)
    return home


@pytest.fixture(scope="module")
def place(folder: Path) -> tuple[Path, Done]:
    """A workspace into which the folder was run, and what that printed."""
    workspace = folder.parent / "workspace"
    return workspace, bridgehead("run", folder, "--workspace", workspace, "--rules-only", "--json")


@pytest.fixture(scope="module")
def typed(place: Any) -> dict[tuple[str, ...], Done]:
    """What many commands print, all typed in one process, since to start one takes a second."""
    at = ("--workspace", str(place[0]))
    commands = [("ledger", "list", *words, "--json", *at) for words, _ in LISTS]
    commands += [("ledger", *words, *(() if words[0] == "due" else at)) for words, _, _ in WRONG]
    commands += [("ledger", "due", *words, *more) for words, _, _ in DUES for more in ((), ("--json",))]
    commands += [("ledger", "show", "PS-1", *at), ("ledger", "show", KEY, "--json", *at)]
    env = {**os.environ, "BRIDGEHEAD_LANG": "zh", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", MANY],
        input=json.dumps(commands),
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=env,
    )
    return {
        tuple(word for word in words if word not in at): subprocess.CompletedProcess(words, code, out, err)
        for words, code, out, err in json.loads(done.stdout)
    }


def test_run_takes_the_ledger_apart(place: Any) -> None:
    """Tests that a run reads documents and tables as ever, and loads the ledger's files with their counts."""
    workspace, done = place
    told = objects(done)
    assert {one["path"] for one in told if one["type"] == "file"} == {"调研.txt", "指标.csv"}
    loaded = {one["name"]: one for one in told if one["type"] == "ledger"}
    assert (loaded["history.jsonl"]["new"], loaded["history.jsonl"]["acts"]) == (1, 5)
    assert (loaded["问题清单.xlsx"]["new"], len(loaded["问题清单.xlsx"]["bad"])) == (2, 1)
    assert "下个月" in loaded["问题清单.xlsx"]["bad"][0]
    assert done.returncode == 3
    assert Path(loaded["问题清单.xlsx"]["marked"]) == workspace / "reports" / "问题清单-退回.xlsx"


def test_run_again_knows_the_ledger(place: Any, folder: Path) -> None:
    """Tests that a second run changes nothing, and says so on the terminal."""
    workspace, _ = place
    done = bridgehead("run", folder, "--workspace", workspace, "--rules-only")
    assert "history.jsonl 新增 0 件，有变化 0 件，未变 1 件；办理 0 步，已有 5 步" in done.stdout
    assert "问题清单.xlsx 新增 0 件，有变化 0 件，未变 2 件" in done.stdout
    assert "问题清单!5" in done.stdout


@pytest.mark.parametrize(("words", "numbers"), LISTS)
def test_list_narrows(typed: dict[tuple[str, ...], Done], words: tuple[str, ...], numbers: list[str]) -> None:
    """Tests that each filter leaves the items it says, alone and together."""
    done = typed[("ledger", "list", *words, "--json")]
    assert done.returncode == 0
    assert sorted(one["no"] for one in objects(done)) == numbers


def test_show_tells_all(typed: dict[tuple[str, ...], Done]) -> None:
    """Tests that an item is shown by its number, with the arithmetic of its clocks and its course."""
    done = typed["ledger", "show", "PS-1"]
    assert done.returncode == 0
    for said in ("修好东陵区老街屋顶", "2026-02-27", "春节 调休上班", "已进场施工", "住建经办岗甲"):
        assert said in done.stdout
    (told,) = objects(typed["ledger", "show", KEY, "--json"])
    assert [event["action"] for event in told["events"]][:2] == ["open", "register"]
    assert {clock["limit"] for clock in told["clocks"]} == {"sign", "report", "settle"}


def test_act_asks_who(place: Any) -> None:
    """Tests that a user acts as on the pages: a department on its own, nobody beyond their role."""
    workspace, _ = place
    added = ("user", "add", "--workspace", workspace, "--json")
    assert bridgehead(*added, "住建甲", "--role", "department").returncode == 2
    assert bridgehead(*added, "住建甲", "--role", "department", "--org", "市住建局").returncode == 0
    assert bridgehead(*added, "交通甲", "--role", "department", "--org", "市交通局").returncode == 0
    report = ("ledger", "act", "PS-1", "report", "--said", '{"text": "过半", "progress": 60}')
    done = bridgehead(*report, "--as", "住建甲", "--workspace", workspace, "--json")
    assert objects(done)[0]["note"] == "过半"
    assert bridgehead(*report, "--as", "交通甲", "--workspace", workspace).returncode == 1
    close = bridgehead("ledger", "act", "PS-1", "close", "--as", "住建甲", "--workspace", workspace)
    assert close.returncode == 1
    assert "角色" in close.stderr


@pytest.mark.parametrize(("words", "code", "told"), WRONG)
def test_what_is_wrong_is_said(
    typed: dict[tuple[str, ...], Done], words: tuple[str, ...], code: int, told: str
) -> None:
    """Tests that wrong words end with their exit code and name what is wrong, without a traceback."""
    done = typed[("ledger", *words)]
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("words", "day", "line"), DUES)
def test_due_counts_day_by_day(
    typed: dict[tuple[str, ...], Done], words: tuple[str, ...], day: str, line: str
) -> None:
    """Tests that a due date and its arithmetic are printed, without a workspace."""
    done = typed[("ledger", "due", *words)]
    assert done.returncode == 0
    head, *steps = done.stdout.splitlines()
    assert head.endswith(day)
    assert any(line in step for step in steps)
    (told,) = objects(typed[("ledger", "due", *words, "--json")])
    assert told["due"].startswith(day[:10])


def test_rules_say_what_is_not_confirmed() -> None:
    """Tests that the rule sets are listed with limits, an unread source marked, in English, too."""
    done = bridgehead("ledger", "rules", lang="en")
    assert "not confirmed" in done.stdout
    assert "1 month" in done.stdout
    codes = {one["code"]: one["status"] for one in objects(bridgehead("ledger", "rules", "--json"))}
    assert codes["12345-beijing"] == "not confirmed"
    assert codes["13710"] == "confirmed"


def test_export_can_be_loaded_again(place: Any, tmp_path: Path) -> None:
    """Tests that what is exported has what the filter leaves, and that loading it changes nothing."""
    workspace, _ = place
    path = tmp_path / "problems.xlsx"
    done = bridgehead("ledger", "export", path, "--kind", "problem", "--workspace", workspace, "--json")
    assert objects(done)[0]["items"] == 2
    back = bridgehead("ledger", "load", path, "--workspace", workspace, "--json")
    assert back.returncode == 0
    (told,) = objects(back)
    assert (told["new"], told["changed"], told["unchanged"]) == (0, 0, 2)


def test_a_damaged_workbook_is_named_and_the_others_loaded(place: Any, folder: Path, tmp_path: Path) -> None:
    """Tests that a file that cannot be opened is told with exit code 3, and does not stop the next."""
    (tmp_path / "断.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 200)
    files = (tmp_path / "断.xlsx", folder / "ledger" / "history.jsonl")
    done = bridgehead("ledger", "load", *files, "--workspace", place[0], "--json")
    assert done.returncode == 3
    damaged, known = objects(done)
    assert "断.xlsx" in damaged["bad"][0]
    assert known["known"] == 5


def test_verify_finds_what_was_altered(folder: Path, tmp_path: Path) -> None:
    """Tests that tables changed past the log are found and rebuilt, and an altered log is named."""
    workspace = tmp_path / "w"
    at = ("--workspace", workspace)
    assert bridgehead("ledger", "load", folder / "ledger" / "history.jsonl", *at).returncode == 0
    _alter(workspace, "UPDATE office_ledgeritem SET title = '改过'")
    checks = objects(bridgehead("doctor", "--verify", *at, "--json"))
    assert [one["ok"] for one in checks[-2:]] == [True, False]
    assert bridgehead("ledger", "rebuild", *at).returncode == 0
    assert objects(bridgehead("ledger", "verify", *at, "--json"))[0]["sound"] is True
    _alter(workspace, "UPDATE office_ledgerevent SET actor = '别人' WHERE seq = 3")
    done = bridgehead("ledger", "verify", *at)
    assert done.returncode == 1
    assert "#3" in done.stderr


def _alter(workspace: Path, sql: str) -> None:
    """Change the database as somebody would who has the file, and takes its guards away first."""
    with sqlite3.connect(workspace / "bridgehead.db") as database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in guards:
            if "ledgerevent" in name or "event" in name:
                database.execute(f"DROP TRIGGER {name}")
        database.execute(sql)
