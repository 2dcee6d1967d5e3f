"""The notice of a reminder (催办通知书), as a letter."""

from __future__ import annotations

from bridgehead.ledger.reminders import Reminder, notice
from bridgehead.report.notices.issuing import Issuing
from bridgehead.report.official import OfficialDocument, Paragraph

__all__ = ["reminder_notice"]


def reminder_notice(
    reminder: Reminder, *, issuing: Issuing | None = None, number: int | None = None, language: str = "zh"
) -> OfficialDocument:
    """Return the notice on paper for a reminder.

    Parameters
    ----------
    reminder : Reminder
        What is reminded of, at which level (`bridgehead.ledger.reminders`).
    issuing, number : Issuing, int, optional
        Who issues it, and under which number; without an issuer it is a plain page.
    language : {"zh", "en"}
        Of the notice.
    """
    issuing = issuing or Issuing()
    said = notice(reminder, issuing.signer or issuing.issuer, "en" if language == "en" else "zh")
    return OfficialDocument(
        kind="letter" if issuing.issuer else "report",
        issuer=issuing.issuer,
        number=issuing.numbered(said.date.year, number, language),
        title=said.title,
        addressee=said.to,
        date=said.date,
        body=tuple(Paragraph(one) for one in said.paragraphs),
        signer=said.office,
        sealed=issuing.sealed,
        copies=said.copy_to or "",
    )
