"""Records in, documents for people out."""

from bridgehead.report.brief import write_brief

__all__ = ["write_brief"]
