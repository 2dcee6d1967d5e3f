"""Records out to others, in the forms that others read.

==========  ==============================================================  =========================
name        standard                                                        shape
==========  ==============================================================  =========================
``popolo``  Popolo: people, posts, memberships, bodies, areas, events       one JSON object
``ocd``     Open Civic Data ``Event`` (OCDEP 4), with participants, agenda  JSON Lines
``ftm``     FollowTheMoney entities                                         JSON Lines
``schema``  schema.org JSON-LD                                              one JSON object
``csv``     our own fields, one table a record type                         CSV
==========  ==============================================================  =========================

Every entity names the document it comes from, the span there and the quote. What a standard cannot hold (an
event without a year, a post that nobody is named for) is left out and counted, never filled in. Appeals are
never among them: who asked what stays in the office.
"""

from bridgehead.report.exchange._forms import FORMS, Exchange, exchange
from bridgehead.report.exchange._tables import table

__all__ = ["FORMS", "Exchange", "exchange", "table"]
