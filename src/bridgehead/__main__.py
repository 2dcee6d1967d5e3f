"""``python -m bridgehead``: the same as ``bridgehead``."""

from bridgehead.cli import main

main()
