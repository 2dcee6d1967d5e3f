"""What papers of the ledger say of their own, in Chinese and in English."""

from __future__ import annotations

import datetime as dt

from bridgehead.report.official import Figure, Paragraph, Run
from bridgehead.report.official._blocks import day

__all__ = ["GROUPS", "Speech", "day", "moment_in_words", "month_in_words"]

_ZH = {
    "monthly_title": "关于{month}督查督办事项\n办理情况的通报",
    "overall": "总体情况",
    "scope": "统计范围：{said}。",
    "overall_all": "截至{now}，列入本通报的督办事项共|#given|件，已办结销号|#done|件，其中按期|#in_time|件、"
    "逾期|#late|件{unjudged}；在办|#open|件，其中逾期未办结|#overdue|件。应办事项的按期办结率为|#rate|。",
    "unjudged": "、是否按期不详|#unjudged|件",
    "overall_month": "{month}新交办|#given|件，办结销号|#done|件，其中按期|#in_time|件、逾期|#late|件。",
    "kinds_caption": "各类事项办理情况（件）",
    "kinds_heads": "类别|交办|办结|按期|逾期办结|在办|逾期未办",
    "total": "合计",
    "done_part": "{month}办结的事项",
    "done_heads": "编号|事项|牵头单位|办结日期|是否按期",
    "in_time": "按期",
    "late": "逾期",
    "no_done": "{month}没有办结销号的事项。",
    "undone_part": "尚未办结的事项",
    "undone": "在办事项|#open|件，按所处环节：{states}。",
    "no_undone": "没有在办的事项。",
    "state": "{state}{number}件",
    "ranking": "承办单位排名",
    "ranking_how": "按期办结率＝按期办结÷（按期办结＋逾期办结＋逾期未办结），由高到低；比率相同的名次并列，"
    "没有应办事项的不排名。",
    "ranking_heads": "名次|牵头单位|交办|办结|按期|逾期办结|逾期未办|按期办结率",
    "no_ranking": "没有已交办的事项。",
    "overdue_part": "逾期未办结事项",
    "overdue_said": "逾期未办结事项|#overdue|件，按逾期时间由长到短列出。",
    "overdue_heads": "编号|事项|牵头单位|到期日|逾期",
    "no_overdue": "没有逾期未办结的事项。",
    "aside_part": "挂账、退单和提请联席会议的事项",
    "aside": "挂账|#suspended|件，在办事项中曾退单改派的|#returned|件，已提请联席会议的|#escalated|件。",
    "aside_heads": "编号|事项|牵头单位|情况|理由",
    "no_aside": "没有挂账、退单改派或提请联席会议的事项。",
    "returned_times": "退单{number}次",
    "behind_part": "进度滞后事项",
    "behind": "按最近一次报数，落后于计划进度的|#behind|件。",
    "behind_heads": "编号|事项|牵头单位|截至|计划|实际|差距",
    "no_behind": "报送了指标的事项都达到计划进度，或没有报送指标的事项。",
    "next_part": "下月工作要求",
    "next_overdue": "逾期未办结的|#overdue|件，牵头单位要逐件说明原因、明确完成时间，尽快办结；"
    "逾期仍无进展的，提请责任领导督促。",
    "next_due": "{month}期限届满的在办事项有|#due|件，牵头单位要按期申请办结并附佐证材料；"
    "确需延期的，在期限届满前提出申请。",
    "next_behind": "进度滞后的|#behind|件，要逐月补上差距，并说明滞后原因。",
    "next_aside": "挂账事项|#suspended|件，要按期复核挂账理由是否还成立；退单改派的，"
    "接办单位要及时签收办理。",
    "next_report": "各承办单位要如实报送进展，办结必须有佐证，不得以报代办、以签代结。",
    "more": "以上列出{shown}件，其余{rest}件略，全部|#all|件见台账。",
    "comma": "、",
    "none": "—",
    "nobody": "未明确",
    "digest_title": "督查督办要情",
    "digest_opening": "{first}至{last}，新交办|#given|件，办结销号|#done|件，新逾期|#overdue|件，"
    "回访未解决或不满意|#discontent|件。截至{now}，在办|#open|件，逾期未办结|#all_overdue|件，"
    "已提请联席会议、等会议决定的|#escalated|件。",
    "digest_overdue": "新逾期的事项",
    "digest_overdue_heads": "编号|事项|牵头单位|到期日|逾期",
    "digest_discontent": "回访未解决或不满意的事项",
    "digest_discontent_heads": "编号|事项|牵头单位|回访|原因",
    "digest_escalated": "等联席会议决定的事项",
    "digest_escalated_heads": "编号|事项|牵头单位|会议|提请理由",
    "digest_given": "新交办的事项",
    "digest_given_heads": "编号|事项|牵头单位|交办|到期日",
    "digest_done": "办结销号的事项",
    "digest_done_heads": "编号|事项|牵头单位|办结|是否按期",
    "digest_none": "这几天没有新交办、办结、逾期、提请联席会议的事项，回访也没有不满意的。",
    "digest_more": "另有{rest}件。",
    "special_title": "关于“{title}”\n办理情况的专报",
    "special_facts": "事项概况",
    "special_heads": "项目|内容",
    "fact_no": "编号",
    "fact_kind": "类别",
    "fact_title": "事项",
    "fact_level": "紧急程度",
    "fact_source": "来源",
    "fact_issued": "提出日期",
    "fact_lead": "牵头单位",
    "fact_assists": "协办单位",
    "fact_leader": "责任领导",
    "fact_state": "目前环节",
    "fact_light": "时限情况",
    "fact_progress": "进度",
    "fact_body": "要求",
    "special_source": "原文出处：“{quote}”（{document}）。",
    "special_document": "文件编号{id}",
    "special_chain": "办理过程",
    "taken_back": "（已撤销，不计）",
    "special_clocks": "时限及其计算",
    "clock_heads": "单位|时限|起算|到期|情况",
    "clock_met": "{day}完成",
    "clock_named": "指定日期",
    "clock_ended": "不再计时",
    "arithmetic": "{org}{clock}期限的计算：{lines}。",
    "semicolon": "；",
    "special_proofs": "佐证材料",
    "proof_heads": "名称|提供单位|日期|性质",
    "proof_file": "文件（校验值{sha}…）",
    "proof_sentence": "文件原句，已核认：“{quote}”",
    "no_proofs": "目前没有佐证材料。",
    "proposed": "另有{number}条落实线索尚未核认，不作佐证。",
    "special_problems": "存在问题",
    "no_problems": "按台账记录，目前没有逾期、退单、重办、回访不满意和进度滞后的情况。",
    "special_proposal": "下步建议",
    "p_overdue": "{org}{clock}期限已过，逾期{amount}，仍未完成。",
    "p_late": "申请办结时已逾期{amount}。",
    "p_pending": "{org}{asked}尚待批复，理由：{reason}。",
    "p_returned": "曾退单{number}次。",
    "p_rework": "曾退回重办{number}次。",
    "p_discontent": "最近一次回访未解决或不满意：{reason}。",
    "p_behind": "{standing}。",
    "p_reminded": "已催办到第{level}级。",
    "p_proof": "没有佐证材料。",
    "a_overdue": "请牵头单位限期办结并书面说明逾期原因。",
    "a_leader": "提请责任领导督促；职责不清的，提请联席会议研究。",
    "a_pending": "请督查部门尽快批复待批申请，批复前不再催办该单位。",
    "a_discontent": "退回重办，或向诉求人说明理由后再议销号。",
    "a_behind": "请牵头单位逐月补上进度差距。",
    "a_submitted": "请审核人员核对佐证后尽快审核。",
    "a_reviewed": "请按规定回访、销号。",
    "a_escalated": "请联席会议尽快明确牵头单位和时限。",
    "a_suspended": "请按期复核挂账理由，条件具备时恢复办理。",
    "a_closed": "事项已办结销号，建议归档，并适时回看是否反弹。",
    "a_working": "请牵头单位按期办结，及时报送进展和佐证。",
    "facts_of": "事项名称：{title}",
}
_EN = {
    "monthly_title": "Notice on supervised items\nfor {month}",
    "overall": "Overall",
    "scope": "Counted: {said}.",
    "overall_all": "On {now} it covers |#given| items; |#done| are closed, |#in_time| of them in time and "
    "|#late| late{unjudged}; |#open| are open, and |#overdue| of these overdue. Of what should be done by "
    "now, |#rate| was done in time.",
    "unjudged": " (of |#unjudged| it is not known)",
    "overall_month": "In {month}, |#given| were given out and |#done| closed, |#in_time| of them in time and "
    "|#late| late.",
    "kinds_caption": "By kind",
    "kinds_heads": "Kind|Given out|Closed|In time|Late|Open|Overdue",
    "total": "All",
    "done_part": "Closed in {month}",
    "done_heads": "No.|Item|Lead|Closed|In time",
    "in_time": "yes",
    "late": "late",
    "no_done": "Nothing was closed in {month}.",
    "undone_part": "Not yet closed",
    "undone": "|#open| items are open, by state: {states}.",
    "no_undone": "Nothing is open.",
    "state": "{state} {number}",
    "ranking": "Ranking of departments",
    "ranking_how": "The rate is what was done in time, of what was closed in time, closed late, or is "
    "overdue; "
    "equal rates share a rank, and who had nothing to do by now has none.",
    "ranking_heads": "Rank|Lead|Given out|Closed|In time|Late|Overdue|Rate",
    "no_ranking": "Nothing was given out.",
    "overdue_part": "Overdue",
    "overdue_said": "|#overdue| items are overdue, the longest first.",
    "overdue_heads": "No.|Item|Lead|Due|Late by",
    "no_overdue": "Nothing is overdue.",
    "aside_part": "Suspended, returned, taken to a joint meeting",
    "aside": "|#suspended| are suspended, |#returned| open ones were returned and given out anew, "
    "|#escalated| "
    "wait for a joint meeting.",
    "aside_heads": "No.|Item|Lead|Standing|Reason",
    "no_aside": "Nothing is suspended, was returned, or waits for a joint meeting.",
    "returned_times": "returned {number} ×",
    "behind_part": "Behind their trajectories",
    "behind": "By their newest readings |#behind| items are behind plan.",
    "behind_heads": "No.|Item|Lead|As of|Planned|Actual|Gap",
    "no_behind": "Every measure that was reported is on plan, or none was.",
    "next_part": "For the month to come",
    "next_overdue": "For the |#overdue| overdue items their leads give the reason and a day for each, "
    "and settle "
    "them; where nothing moves, the leader who answers is asked.",
    "next_due": "|#due| open items are due in {month}: their leads submit them in time, with evidence; "
    "who needs "
    "longer asks before the limit has passed.",
    "next_behind": "The |#behind| items behind plan make up their gap month by month and say why.",
    "next_aside": "The reasons of the |#suspended| suspended items are looked at again in time; what "
    "was given "
    "out anew is signed for without delay.",
    "next_report": "Departments report what is so, and nothing is settled without evidence.",
    "more": "{shown} are listed here, {rest} more stand in the ledger: |#all| in all.",
    "comma": ", ",
    "none": "—",
    "nobody": "nobody yet",
    "digest_title": "Supervision: in brief",
    "digest_opening": "From {first} to {last}: |#given| given out, |#done| closed, |#overdue| newly overdue, "
    "|#discontent| not content when called back. On {now}, |#open| are open, |#all_overdue| overdue, and "
    "|#escalated| wait for a joint meeting.",
    "digest_overdue": "Newly overdue",
    "digest_overdue_heads": "No.|Item|Lead|Due|Late by",
    "digest_discontent": "Not content when called back",
    "digest_discontent_heads": "No.|Item|Lead|Called|Why",
    "digest_escalated": "Waiting for a joint meeting",
    "digest_escalated_heads": "No.|Item|Lead|Meeting|Why",
    "digest_given": "Given out",
    "digest_given_heads": "No.|Item|Lead|Given|Due",
    "digest_done": "Closed",
    "digest_done_heads": "No.|Item|Lead|Closed|In time",
    "digest_none": "In these days nothing was given out, closed, newly overdue or escalated, and nobody "
    "who was "
    "called back was discontent.",
    "digest_more": "{rest} more.",
    "special_title": "Report on “{title}”",
    "special_facts": "The item",
    "special_heads": "What|Content",
    "fact_no": "Number",
    "fact_kind": "Kind",
    "fact_title": "Item",
    "fact_level": "Urgency",
    "fact_source": "Source",
    "fact_issued": "Asked on",
    "fact_lead": "Lead",
    "fact_assists": "Assisting",
    "fact_leader": "Answers for it",
    "fact_state": "Stands at",
    "fact_light": "Its clock",
    "fact_progress": "Progress",
    "fact_body": "What is asked",
    "special_source": "In the source: “{quote}” ({document}).",
    "special_document": "document {id}",
    "special_chain": "What happened",
    "taken_back": " (taken back, does not count)",
    "special_clocks": "Clocks and their arithmetic",
    "clock_heads": "Department|Limit|From|Due|Standing",
    "clock_met": "met on {day}",
    "clock_named": "a day that was named",
    "clock_ended": "no longer runs",
    "arithmetic": "{org}, {clock}: {lines}.",
    "semicolon": "; ",
    "special_proofs": "Evidence",
    "proof_heads": "Name|From|Date|What it is",
    "proof_file": "a file (SHA-256 {sha}…)",
    "proof_sentence": "a sentence of a document, confirmed: “{quote}”",
    "no_proofs": "There is no evidence yet.",
    "proposed": "{number} leads of follow-through are not confirmed and prove nothing yet.",
    "special_problems": "Problems",
    "no_problems": "By the ledger nothing is overdue, was returned or redone, is behind plan, and nobody is "
    "discontent.",
    "special_proposal": "Proposal",
    "p_overdue": "{org}: {clock} is overdue by {amount}.",
    "p_late": "It was submitted {amount} late.",
    "p_pending": "{org}: a request waits for a decision ({asked}), because: {reason}.",
    "p_returned": "It was returned {number} ×.",
    "p_rework": "It was sent back to work {number} ×.",
    "p_discontent": "By the last call-back it is not solved or not satisfying: {reason}.",
    "p_behind": "{standing}.",
    "p_reminded": "Reminders went as far as level {level}.",
    "p_proof": "There is no evidence.",
    "a_overdue": "The lead settles it by a day that is set, and says in writing why it is late.",
    "a_leader": "The leader who answers for it is asked to step in; where it is unclear whose it is, a joint "
    "meeting decides.",
    "a_pending": "The supervision office decides on the request; until then nobody is reminded.",
    "a_discontent": "It goes back to work, or its closing is explained to who asked.",
    "a_behind": "The lead makes up the gap month by month.",
    "a_submitted": "The reviewer looks at the evidence and approves or sends it back.",
    "a_reviewed": "It is called back about where its kind asks for that, and closed.",
    "a_escalated": "The joint meeting names a lead and a limit.",
    "a_suspended": "The reason of its suspension is looked at again in time.",
    "a_closed": "It is closed: it may be archived, and looked at again in a while.",
    "a_working": "The lead settles it in time and reports with evidence.",
    "facts_of": "Item: {title}",
}

GROUPS = {
    "meeting": ("会议类", "meetings"),
    "joint_problem": ("会议类", "meetings"),
    "directive": ("批示类", "directives"),
}
"""How offices sort kinds in notices, in this order: what a meeting decided, what a leader wrote, the rest."""


class Speech:
    """The words of one language, filled in.

    Parameters
    ----------
    language : {"zh", "en"}
        Which.
    """

    def __init__(self, language: str) -> None:
        self.language = "en" if language == "en" else "zh"
        self._words = _EN if self.language == "en" else _ZH

    def say(self, name: str, **values: object) -> str:
        """Return a sentence, filled in."""
        return self._words[name].format(**values)

    def heads(self, name: str) -> tuple[str, ...]:
        """Return the heads of a table."""
        return tuple(self._words[name].split("|"))

    def runs(self, name: str, figures: dict[str, Figure], **values: object) -> tuple[Run, ...]:
        """Return a sentence with figures in it: ``|#name|`` is one."""
        pieces = self.say(name, **values).split("|")
        return tuple(figures[one[1:]] if one.startswith("#") else one for one in pieces if one)

    def paragraph(self, name: str, figures: dict[str, Figure], **values: object) -> Paragraph:
        """Return a sentence with figures in it as a paragraph."""
        return Paragraph(self.runs(name, figures, **values))


def month_in_words(month: str, language: str) -> str:
    """Return a month ``YYYY-MM`` as a sentence writes it."""
    first = dt.date.fromisoformat(f"{month}-01")
    return f"{first:%B %Y}" if language == "en" else f"{first.year}年{first.month}月"


def moment_in_words(moment: dt.datetime, language: str) -> str:
    """Return a moment as a sentence writes it, to the minute."""
    clock = f"{moment:%H:%M}"
    return (
        f"{day(moment.date(), language)}, {clock}" if language == "en" else f"{day(moment, language)}{clock}"
    )
