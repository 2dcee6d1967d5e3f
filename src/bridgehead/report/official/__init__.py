r"""Official documents (公文) in the layout of GB/T 9704-2012, from plain values to .docx.

Say what the document says with `OfficialDocument` and its blocks, then `write` it::

    from datetime import date
    from pathlib import Path
    from bridgehead.report.official import (
        Chain, Figure, Heading, OfficialDocument, Paragraph, Step, Table, write,
    )

    done = Figure("47", "督查件，状态为已办结，2026年10月", "supervised items, closed, October 2026",
                  "/ledger/?state=closed&month=2026-10")
    notice = OfficialDocument(
        kind="document",                      # "document" 公文, "letter" 信函, "minutes" 纪要, "report" plain
        issuer="云岭市人民政府督查室文件",
        number="云督字〔2026〕3号",
        title="关于10月份督查事项\n办理情况的通报",
        addressee="各县（区）人民政府，市直各有关单位",
        date=date(2026, 11, 5),
        body=(
            Heading("总体情况"),              # 一、; the numbers are counted
            Paragraph(("当月应办结60件，已办结", done, "件。")),
            Table(heads=("单位", "应办结", "已办结"), rows=(("市教育局", "6", "5"),),
                  widths=(96, 30, 30), numbers=(1, 2), caption="各单位办理情况"),
            Chain((Step(date(2026, 10, 8), "交办", "市教育局主办"),)),
        ),
        attachments=("逾期事项清单",),
        signer="云岭市人民政府督查室", sealed=True,
        copies="市委办公室", print_office="云岭市人民政府督查室",
    )
    write(notice, Path("notice.docx"), "zh")

Each `Figure` leads to a closing section 数据口径 that says how it was counted. The page, its grid of 22 lines
of 28 characters, fonts and distances are facts of ``terms/layout/gbt9704.toml`` with their status (`facts`,
`unconfirmed`); fonts are named and not embedded. The same document gives the same bytes (`as_bytes`).
"""

from bridgehead.report.official._write import as_bytes, write
from bridgehead.report.official.layout import Fact, facts, unconfirmed
from bridgehead.report.official.values import (
    Block,
    Chain,
    Figure,
    Heading,
    Kind,
    OfficialDocument,
    Paragraph,
    Reference,
    Run,
    Runs,
    Step,
    Table,
)

__all__ = [
    "Block",
    "Chain",
    "Fact",
    "Figure",
    "Heading",
    "Kind",
    "OfficialDocument",
    "Paragraph",
    "Reference",
    "Run",
    "Runs",
    "Step",
    "Table",
    "as_bytes",
    "facts",
    "unconfirmed",
    "write",
]
