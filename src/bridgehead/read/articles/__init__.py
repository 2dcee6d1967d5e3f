"""The articles of a page: headline, kicker, byline and text, told apart by the roles of the lines.

`_rows` looks at one line, `_sections` puts lines together that surely belong together (a head and what stands
below it, a picture and its caption), `_decide` tells which sections make one article: a heading may begin the
next article or stand inside the one above, text behind a picture may go on. `_split` puts them together and
ties a turn line to where the text is taken up again. `_cite` makes the records.
"""

from bridgehead.read.articles._cite import cite
from bridgehead.read.articles._draft import Draft
from bridgehead.read.articles._split import article_lines, split

__all__ = ["Draft", "article_lines", "cite", "split"]
