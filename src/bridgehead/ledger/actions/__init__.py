"""What can be done to an item: one class an action, each with permission, guard and event.

``ACTIONS`` has them all by name. An action is made from what the person says, tried by
`bridgehead.ledger.projection.take`, and kept as an event.

=================  ====================================================================
intake             open, import, edit, register, refuse, merge, archive
handling           dispatch, add an assisting department, transfer, sign for, report, submit
requests           return, extension, suspension, transfer: asked for
decisions          what is decided on them; resume
closing            review, call back, close, redo, reopen, escalate, settle
notes              comment, remind, attach, propose and judge evidence, recount, undo
=================  ====================================================================
"""

from bridgehead.ledger.actions._base import ACTIONS, Action, Context, decode
from bridgehead.ledger.actions.closing import (
    CallBack,
    Close,
    Escalate,
    Redo,
    Reopen,
    Review,
    Schedule,
    Settle,
)
from bridgehead.ledger.actions.decisions import (
    DecideExtension,
    DecideReturn,
    DecideSuspension,
    DecideTransfer,
    Resume,
)
from bridgehead.ledger.actions.handling import (
    AddAssist,
    Dispatch,
    Report,
    SignFor,
    Submit,
    Transfer,
    Withdraw,
)
from bridgehead.ledger.actions.intake import (
    Absorb,
    Archive,
    Details,
    Edit,
    Import,
    Merge,
    Open,
    Refuse,
    Register,
)
from bridgehead.ledger.actions.notes import Attach, Comment, Judge, Propose, Recount, Remind, Undo
from bridgehead.ledger.actions.requests import (
    RequestExtension,
    RequestReturn,
    RequestSuspension,
    RequestTransfer,
)

__all__ = [
    "ACTIONS",
    "Absorb",
    "Action",
    "AddAssist",
    "Archive",
    "Attach",
    "CallBack",
    "Close",
    "Comment",
    "Context",
    "DecideExtension",
    "DecideReturn",
    "DecideSuspension",
    "DecideTransfer",
    "Details",
    "Dispatch",
    "Edit",
    "Escalate",
    "Import",
    "Judge",
    "Merge",
    "Open",
    "Propose",
    "Recount",
    "Redo",
    "Refuse",
    "Register",
    "Remind",
    "Reopen",
    "Report",
    "RequestExtension",
    "RequestReturn",
    "RequestSuspension",
    "RequestTransfer",
    "Resume",
    "Review",
    "Schedule",
    "Settle",
    "SignFor",
    "Submit",
    "Transfer",
    "Undo",
    "Withdraw",
    "decode",
]
