"""Write samples/yunling/ledger: ``python scripts/sample_ledger.py``. The bytes are always the same."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from samples.generator.ledger.make import make

if __name__ == "__main__":
    for name, size in make().items():
        print(f"{name}: {size:,} bytes")
