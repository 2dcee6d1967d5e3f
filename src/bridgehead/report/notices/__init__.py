"""Papers of the ledger: monthly notice (通报), report on one item (专报), what happened (要情), reminders.

Each is an `bridgehead.report.official.OfficialDocument`, in Chinese or English; nothing is read or written.
Every number is a `Figure`: its filter in words stands at the end of the paper, and it leads to the rows in
the office. Definitions are those of `bridgehead.ledger.counting`.

==============================  =====================================================================
`monthly`                       done and not done, ranking of departments, overdue list, requirements
`special`                       one item with its whole chain, clocks, evidence, problems, proposal
`digest`                        the events of some days, on a page or two
`reminder_notice`               the letter of a reminder (催办通知书)
`Issuing`, `load_issuing`       who issues a paper, from ``office.toml`` of a workspace
==============================  =====================================================================
"""

from bridgehead.report.notices.digest import digest
from bridgehead.report.notices.issuing import Issuing, load_issuing
from bridgehead.report.notices.monthly import monthly
from bridgehead.report.notices.reminder import reminder_notice
from bridgehead.report.notices.special import special

__all__ = ["Issuing", "digest", "load_issuing", "monthly", "reminder_notice", "special"]
