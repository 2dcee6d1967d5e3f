"""300 directives, and 60 problems of which some go to joint meetings."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

from bridgehead.ledger import ZONE, Calendar
from bridgehead.ledger.actions import Details, Dispatch, Merge, Refuse
from samples.generator.ledger import handling
from samples.generator.ledger.life import END, Life, Over
from samples.generator.ledger.words import CITY, PHRASES, REGIONS, Dice, fitting, office, table

DIRECTIVES, PROBLEMS, JOINT = 300, 44, 16
FROM = dt.date(2025, 12, 1)
LATELY = dt.date(2026, 7, 20)


class Asked:
    """What was asked for, before its history begins.

    Attributes
    ----------
    no, kind, region : str
        Its number, kind and county.
    words : dict
        Its topic.
    title, body : str
        What is to be done.
    day : date
        When it was asked.
    lead, assists : str, tuple of str
        Who is to do it.
    """

    def __init__(self, kind: str, no: str, words: dict[str, Any], day: dt.date, taken: set[str]) -> None:
        self.dice = dice = Dice(f"{no} words")
        self.kind, self.no, self.words, self.day = kind, no, words, day
        for _ in range(60):
            self.region = dice.one(tuple(REGIONS))
            self.about = dice.one(words["title"])
            self.title = dice.fill(self.about, self.region, r=region_name(self.region))
            if self.title not in taken:
                break
        taken.add(self.title)
        self.body = "".join(dice.fill(one, self.region) for one in self._sentences())
        self.steps = [self._step(stage, words["steps"]) for stage in (0, 1, 2)]
        county = office(self.region)
        local = county is not None and dice.chance(0.42)
        self.lead: str = county if local and county else words["lead"]
        others = [words["lead"], *words["assists"]] if local else words["assists"]
        self.assists = tuple(dice.some(others, dice.one((0, 1, 1, 2))))

    def _sentences(self) -> list[str]:
        words, dice = self.words, self.dice
        if "body" in words:
            return dice.some(fitting(words["body"], self.about), dice.whole(1, 2))
        told = [f"原因：{dice.one(fitting(words['cause'], self.about))}。"]
        if "measure" in words:
            told.append(f"措施：{'；'.join(dice.some(fitting(words['measure'], self.about), 2))}。")
        return told

    def _step(self, stage: int, steps: list[str]) -> str:
        """Return what is reported at a stage: the topic's words that fit, or what fits anything."""
        clauses = steps[min(stage, len(steps) - 1)].split("，")
        some = fitting(clauses, self.about)
        if len(some) < len(clauses) or self.dice.chance(0.4):
            return "，".join(some)
        return self.dice.phrase(f"stage{stage + 1}")

    def details(self, **more: Any) -> Details:
        """Return what describes it."""
        return Details(
            no=self.no,
            title=self.title,
            body=self.body,
            region="云岭市" if not office(self.region) else self.region,
            theme=self.words["theme"],
            issued_at=self.day,
            year=self.day.year,
            **more,
        )


def days(number: int, name: str) -> list[dt.date]:
    """Return working days spread over the year, in order; some of them just before its end."""
    dice, whole = Dice(name), (END.date() - FROM).days
    thrown = [dice.whole(0, whole - 2) for _ in range(number - number // 20 - 2)]
    thrown += [whole - 2 - dice.whole(0, 2) for _ in range(number // 20 + 2)]
    return [Calendar().next_workday(FROM + dt.timedelta(days=day)) for day in sorted(thrown)]


def region_name(region: str) -> str:
    """Return what a county is called in a title."""
    return "全市" if region == CITY else region


def gets_stuck(asked: Asked, share: float) -> bool:
    """Whether nothing comes of it within the year; what is older was done in the end."""
    return asked.day > LATELY and asked.dice.chance(share)


def numbered(prefix: str, dates: list[dt.date]) -> list[str]:
    """Return the numbers of items in order of their dates, counted within each year."""
    found, counts = [], dict.fromkeys((2025, 2026), 0)
    for day in dates:
        counts[day.year] += 1
        found.append(f"{prefix}{day.year}-{counts[day.year]:04d}")
    return found


def directives() -> list[Life]:
    """Return the directives' lives."""
    topics, dates = table("directives")["topic"], days(DIRECTIVES, "directives")
    order = [at * 37 % len(topics) for at in range(len(dates))]
    taken: set[str] = set()
    lives: list[Life] = []
    by_topic: dict[int, list[Life]] = {}
    for no, day, topic in zip(numbered("PS", dates), dates, order, strict=True):
        asked = Asked("directive", no, topics[topic], day, taken)
        life = Life("directive", no, dt.datetime.combine(day, dt.time(8, 30), ZONE))
        with contextlib.suppress(Over):
            _directive(life, asked, by_topic.get(topic, []))
        lives.append(life)
        by_topic.setdefault(topic, []).append(life)
    return lives


def _directive(life: Life, asked: Asked, earlier: list[Life]) -> None:
    dice, letter = life.dice, asked.words.get("letter", False)
    source = dice.phrase("letters" if letter else "sources", r=asked.region)
    issuer = dice.one(PHRASES["issuers"])
    urgent = letter or dice.chance(0.12)
    handling.enter(
        life,
        asked.details(
            issuer=issuer,
            source_text=source,
            level=("特急" if dice.chance(0.3) else "急件") if urgent else "一般",
            secrecy="internal" if dice.chance(0.08) else "public",
        ),
    )
    if dice.chance(0.03):
        code, reason = dice.one(PHRASES["refusals"])
        life.act(life.clerk, Refuse(code=code, reason=reason), days=dice.number(0.2, 2))
        return
    other = next((one for one in earlier if (there := one.stood(life.now)) and there.is_open), None)
    if other is not None and dice.chance(0.3):
        life.act(
            life.clerk,
            Merge(into=other.key, reason=dice.phrase("merge_reasons")),
            other=other.stood(life.now),
        )
        return
    rule, limit = (
        ("13710", "settle") if urgent else dice.one((("13710", "complex"), ("directive-custom", None)))
    )
    give = Dispatch(lead=asked.lead, assists=asked.assists, rule=rule, limit=limit)
    handling.dispatched(life, give)
    handling.handled(life, asked.steps, stuck=gets_stuck(asked, 0.22))
    handling.settled(life, asked.steps, letter=letter)


def problems() -> tuple[list[Asked], list[Life]]:
    """Return the problems: those that an office keeps in its own workbook, and the lives of the others."""
    words = table("problems")
    dates = days(PROBLEMS, "problems")
    taken: set[str] = set()
    lives, sheet = [], []
    for at, (no, day) in enumerate(zip(numbered("WT", dates), dates, strict=True)):
        asked = Asked("problem", no, words["problem"][at * 7 % len(words["problem"])], day, taken)
        if at % 11 < 5:
            sheet.append(asked)
            continue
        life = Life("problem", no, dt.datetime.combine(day, dt.time(8, 30), ZONE))
        with contextlib.suppress(Over):
            _problem(life, asked)
        lives.append(life)
    dates = days(JOINT, "joint problems")
    for at, (no, day) in enumerate(zip(numbered("LX", dates), dates, strict=True)):
        asked = Asked("joint_problem", no, words["joint"][at * 3 % len(words["joint"])], day, taken)
        life = Life("joint_problem", no, dt.datetime.combine(day, dt.time(8, 30), ZONE))
        with contextlib.suppress(Over):
            _joint(life, asked)
        lives.append(life)
    return sheet, lives


def _problem(life: Life, asked: Asked) -> None:
    dice = life.dice
    by = asked.lead if dice.chance(0.5) else None
    handling.enter(life, asked.details(source_text=dice.phrase("found"), level="一般"), by)
    rule = dice.one((("13710", "complex"), ("directive-custom", None), ("directive-custom", None)))
    give = Dispatch(lead=asked.lead, assists=asked.assists, rule=rule[0], limit=rule[1])
    handling.dispatched(life, give)
    handling.handled(life, asked.steps, stuck=gets_stuck(asked, 0.3))
    handling.settled(life, asked.steps, letter=False)


def _joint(life: Life, asked: Asked) -> None:
    dice = life.dice
    handling.enter(life, asked.details(source_text=dice.phrase("found"), level="急件"))
    give = Dispatch(lead=asked.lead, assists=asked.assists, rule="13710", limit="complex")
    if dice.chance(0.6):
        handling.dispatched(life, give)
    month = life.now.month
    decision = dice.fill(dice.one(asked.words["decision"]), asked.region)
    lead = asked.words["lead"]
    county = office(asked.region)
    assists = (*asked.words["assists"][:2], *((county,) if county else ()))
    handling.met(life, f"{life.now.year}年{month}月联席会议", decision, lead, assists)
    handling.handled(life, asked.steps, stuck=gets_stuck(asked, 0.2))
    handling.settled(life, asked.steps, letter=False)
