"""People, bodies and places of unlike passages from all provinces: how much must be found, by rules only."""

from __future__ import annotations

import pytest
from entities import scores_of

_FLOORS = {"people": 0.97, "titles": 0.97, "organizations": 0.96, "areas": 0.97}


@pytest.mark.parametrize("name", ["entities", "entities-unseen", "entities-third"])
def test_passages(name):
    """Tests that of each kind nearly all is found and next to nothing is invented."""
    scores = scores_of(name)
    assert {kind: scores[kind].f1 >= floor for kind, floor in _FLOORS.items()} == dict.fromkeys(_FLOORS, True)
