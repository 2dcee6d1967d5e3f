"""Who else was seen in the posts in which documents see a person."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from bridgehead import records
from bridgehead.office import queries
from bridgehead.office.models import Mention, Record
from bridgehead.read.holders import Holding, holdings

__all__ = ["holders"]

MOST = 2000
"""How many sightings are looked at."""


def _typed(found: list[Record]) -> list[records.Record]:
    return [records.loads(msgspec.json.encode(one.data)) for one in found]


def holders(name: str) -> list[tuple[str, list[Holding]]]:
    """Return the posts in which others were seen, too, each with everyone seen there in order of time.

    Only sightings on a whole day of a known year count (`bridgehead.read.holders`); of the time before the
    first and after the last nothing is said.

    Returns
    -------
    list of (str, list of Holding)
        The post with its body, and its holders.
    """
    labels = Mention.objects.filter(
        kind=Mention.Kind.PERSON, name=name, role="post", record__withdrawn=False, post__isnull=False
    )
    alike = Mention.objects.filter(role="post", post__in=labels.values("post")).values("record_id")
    seen = list(queries.records("membership").filter(pk__in=alike).order_by("-when")[:MOST])
    posts = queries.records("post").filter(pk__in={one.data["post"] for one in seen})
    held: dict[str, list[Holding]] = defaultdict(list)
    mine = set()
    for one in holdings(_typed([*seen, *posts])):
        post = f"{one.organization}{one.role}"
        held[post].append(one)
        if one.person == name:
            mine.add(post)
    return sorted((post, those) for post, those in held.items() if post in mine and len(those) > 1)
