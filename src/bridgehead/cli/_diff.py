"""What repair did, shown as a page that an editor has gone over."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rich.text import Text

from bridgehead import terms
from bridgehead.cli._output import console, print_table, say
from bridgehead.repair import Edit, Repaired

__all__ = ["show"]

OUTCOMES = {
    "repaired": ("已修复", "repaired"),
    "suggested": ("建议", "suggested"),
    "unknown": ("存疑", "unknown"),
}
_STYLES = {"repaired": "green", "suggested": "yellow", "unknown": "magenta reverse"}
_AROUND = 24
"""Characters of a long line left standing between two edits on each side."""

_EXAMPLES = 5
_ALWAYS_TOLD = ("shift", "twin", "ocr", "doubled", "missing", "columns")
"""Kinds whose every edit is explained: each rests on evidence of its own."""

_MANY = 4
"""Edits of a line beyond which it is shown twice, before and after."""

_PLAIN = 0.9
"""Applied edits at least this sure are explained by kind, the others one by one."""


def show(name: str, repaired: Repaired) -> None:
    """Print the changed lines with their edits, what each doubtful one rests on, and a table by kind.

    Parameters
    ----------
    name : str
        The text's name, above it.
    repaired : Repaired
        What repair returned.
    """
    out = console()
    edits = repaired.edits
    counts = Counter(edit.outcome for edit in edits)
    said = "　".join(f"{say(*OUTCOMES[outcome])} {n}" for outcome, n in counts.items())
    out.print(Text(f"{name}  {said or say('没有要修的', 'nothing to repair')}", style="bold"))
    if not edits:
        return
    for number, low, high, held in _lines(repaired):
        for line in _line(repaired.raw, number, low, high, held):
            out.print(line)
        for note in _notes(held):
            out.print(note)
    _table(edits)


def _lines(repaired: Repaired) -> Iterator[tuple[int, int, int, list[Edit]]]:
    """Yield number, start, end and edits of each raw line that holds any; an edit belongs where it starts."""
    starts = [0]
    for line in repaired.raw.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    by_line: defaultdict[int, list[Edit]] = defaultdict(list)
    for edit in repaired.edits:
        by_line[bisect_right(starts, edit.start)].append(edit)
    for number, held in sorted(by_line.items()):
        end = max([starts[number] - 1, *(edit.end for edit in held)])
        yield number, starts[number - 1], end, held


def _line(raw: str, number: int, low: int, high: int, held: Sequence[Edit]) -> list[Text]:
    """Return one line with its edits in place, or as it was and as it is where they are many."""
    places = _apart(held, low)
    if len(places) > _MANY:
        before, after = Text(f"{number:>5} − ", style="dim"), Text(f"{'':>5} + ", style="dim")
        at = low
        for edit in places:
            same = _shown(raw[at : edit.start])
            before.append(same, style="none").append(_shown(edit.raw), style="red")
            repaired = edit.outcome == "repaired"
            new = _shown(edit.clean) if repaired else f"[?{_shown(edit.raw)}?]"
            after.append(same, style="none").append(new, style=_STYLES[edit.outcome])
            at = edit.end
        rest = raw[at:high].rstrip()
        return [before.append(rest, style="none"), after.append(rest, style="none")]
    line = Text(f"{number:>5} │ ", style="dim")
    at = low
    for edit in places:
        line.append(_between(raw[at : edit.start], at == low), style="none")
        _append(line, edit)
        at = edit.end
    rest = raw[at:high].rstrip()
    line.append(rest if len(rest) <= 2 * _AROUND else rest[:_AROUND] + "…", style="none")
    return [line]


def _apart(held: Sequence[Edit], at: int) -> list[Edit]:
    """Return the edits that do not overlap; one inside another is told of below the line."""
    out = []
    for edit in held:
        if edit.start >= at:
            out.append(edit)
            at = edit.end
    return out


def _between(text: str, first: bool) -> str:
    if len(text) <= 2 * _AROUND:
        return _shown(text)
    return _shown(("" if first else text[:_AROUND]) + "…" + text[-_AROUND:])


def _shown(text: str) -> str:
    return text.replace("\n", "⏎")


def _append(line: Text, edit: Edit) -> None:
    style = _STYLES[edit.outcome]
    if edit.outcome == "unknown":
        line.append(f"[?{_shown(edit.raw)}?]", style=style)
        return
    line.append(f"[-{_shown(edit.raw)}-]", style="red strike")
    if edit.clean:
        line.append(f"{{+{_shown(edit.clean)}+}}", style=style)


def _notes(held: Sequence[Edit]) -> Iterator[Text]:
    """Say why, for each edit of a line that a person should look at."""
    for edit in held:
        plain = edit.outcome == "repaired" and edit.confidence >= _PLAIN
        if plain and edit.kind not in _ALWAYS_TOLD:
            continue
        sure = f"{say('把握', 'sure')} {edit.confidence:.0%}"
        place = f"{say(*OUTCOMES[edit.outcome])} {edit.start}–{edit.end}"
        why = f"{'':>7}{place}  {_change(edit)}  {sure}  {edit.evidence}"
        yield Text(why, style="dim" if edit.outcome == "repaired" else _STYLES[edit.outcome].split()[0])


def _change(edit: Edit) -> str:
    return _shown(edit.raw if edit.outcome == "unknown" else f"{edit.raw}→{edit.clean or '∅'}")


def _table(edits: Sequence[Edit]) -> None:
    """Print one row a kind and outcome: how often, how sure, the commonest changes, and why."""
    groups: defaultdict[tuple[str, str], list[Edit]] = defaultdict(list)
    for edit in edits:
        groups[edit.kind, edit.outcome].append(edit)
    words = {row["kind"]: say(row["zh"], row["en"]) for row in terms.table("damage")}
    heads = [
        say("种类", "Kind"),
        say("结果", "Outcome"),
        say("处", "Places"),
        say("把握", "Sure"),
        say("例", "Such as"),
        say("依据", "Why"),
    ]
    rows = []
    for (kind, outcome), same in sorted(groups.items(), key=lambda item: -len(item[1])):
        changes = Counter(
            _shown(f"{e.raw}→{e.clean or '∅'}" if outcome != "unknown" else e.raw) for e in same
        )
        reasons = Counter(edit.evidence for edit in same)
        sure = sorted({round(100 * edit.confidence) for edit in same})
        rows.append(
            [
                f"{words.get(kind, kind)} {kind}",
                say(*OUTCOMES[outcome]),
                len(same),
                f"{sure[0]}%" if len(sure) == 1 else f"{sure[0]}–{sure[-1]}%",
                "  ".join(change for change, _ in changes.most_common(_EXAMPLES)),
                reasons.most_common(1)[0][0],
            ]
        )
    print_table("", heads, rows, numbers=(2, 3))
