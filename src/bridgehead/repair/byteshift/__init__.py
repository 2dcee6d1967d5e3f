"""Byte shift: ``確?！耙汇逅`` was ``確保“一泓清水``, and can be read again.

Sites of one family send their pages, as GBK bytes, through a replacement that does not know where characters
begin. A key of two bytes that is found across two characters tears them apart, and everything behind it is
read one byte off until a byte below 0x80, or the next key, brings the decoder back in step. All bytes but one
or two are still there: `_bytes` knows the grid, `_tokens` what is seen, `_beam` runs the mechanism backwards,
and a language model (`_ngrams`, `_model`) chooses between what can have been written.

The heavy half is imported only when a spot is found.
"""

from bridgehead.repair.byteshift._lone import is_lone
from bridgehead.repair.byteshift._signs import Findings, byteshift

__all__ = ["Findings", "byteshift", "is_lone"]
