"""The reading order of scanned pages, from boxes alone: no models, no pictures."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanned import EM, column, line, said, scan, texts

from bridgehead.sources.ocr._layout import arrange

ROADS = (
    "云岭到松溪的公路去年开工，今年已经通到梅川，沿线的村子都用上了新路，百合运出去比往年快了半天，"
    "客商也愿意到地头来收。\n路通以后，县里把候车亭、路灯和排水一并修好，养护交给沿线乡镇，按月检查，"
    "坏了的地方三天内补上，群众说这条路修到了心坎上。"
)
WATER = (
    "入秋以来，青禾县对十二条河道逐段清淤，堵住了九处排口，下游断面水质好了一个等级，岸边又见白鹭。"
    "县里给每段河道定了河长，名字和电话写在牌子上，谁都能打。\n下一步，要把支流也管起来，"
    "让好水从山里一直流到城里，流到下游邻市的水库里去。"
)
CARE = (
    "东陵区的助老食堂开到了第七家，八十岁以上的老人每餐只收三元，走不动的由网格员送到家里。食堂的菜"
    "一周不重样，少油少盐，老人们边吃边聊，脸上都是笑。\n区民政局说，钱由区里、街道和社会各出一份，"
    "账目每月贴在墙上，谁都可以看。"
)


def flat(text: str) -> str:
    return text.replace("\n", "")


def split(whole: str, left: float, tops: list[float], width: int, rows: int):
    """Set a text in columns of so many rows, side by side, each from its own top."""
    lines, _ = column(whole, 0, 0, width)
    out = []
    for number, (text, score, box) in enumerate(lines):
        at, down = divmod(number, rows)
        x, y = (
            (left + at * (width + 1.8)) * EM,
            (tops[min(at, len(tops) - 1)] + 1.45 * down) * EM - number * 1.45 * EM,
        )
        out.append((text, score, [v + (x if i % 2 == 0 else y) for i, v in enumerate(box)]))
    return out


def test_a_headline_over_its_columns() -> None:
    """Tests that kicker, headline and byline come first and paragraphs go on from column to column."""
    page = [
        line("路修到了家门口", 12, 1, 1.2),
        line("云岭松溪公路提前通车", 6, 3, 2.4),
        line("□ 本报记者 方圆", 14, 6.2),
        *split(ROADS, 1, [8, 8, 8], 12, 4),
    ]
    (article,) = texts(scan(page))
    assert article[:3] == ["路修到了家门口", "云岭松溪公路提前通车", "□ 本报记者 方圆"]
    assert article[3:] == ROADS.split("\n")


def test_a_narrow_headline_in_the_middle_of_wide_text() -> None:
    """Tests that columns beside a short headline belong to it, not to what stands above them."""
    above, low = column(WATER, 1, 4, 40)
    page = [line("河长上岗", 17, 1, 2), *above, line("老有所食", 17, low + 1, 2)]
    page += split(CARE, 1, [low + 4.5] * 3, 12, 4)
    assert texts(scan(page)) == [["河长上岗", *WATER.split("\n")], ["老有所食", *CARE.split("\n")]]


def test_columns_that_begin_beside_the_headline() -> None:
    """Tests that text flows from the columns under a headline to those that begin level with it."""
    page = [line("青禾清河记", 5, 1, 2.5), *split(WATER, 1, [5, 5, 1], 12, 4)]
    assert texts(scan(page)) == [["青禾清河记", *WATER.split("\n")]]


def test_two_articles_side_by_side_at_one_level() -> None:
    """Tests that headlines that nearly touch and stand over their own columns stay apart."""
    page = [line("云岭松溪公路通车到梅川", 2.3, 1, 2), line("青禾县十二条河道水变清", 28.6, 1, 2)]
    page += split(ROADS, 1, [4.5, 4.5], 12, 6) + split(WATER, 27.6, [4.5, 4.5], 12, 6)
    assert texts(scan(page)) == [
        ["云岭松溪公路通车到梅川", *ROADS.split("\n")],
        ["青禾县十二条河道水变清", *WATER.split("\n")],
    ]


def test_stacked_articles_that_share_no_cut() -> None:
    """Tests a pinwheel: no straight cut separates the four articles, and none runs into another."""
    page = [line("公路通车", 15, 1, 2), *split(ROADS, 1, [4, 4, 4], 12, 4)]
    page += [line("河清", 45, 1, 2), *column("|" + flat(WATER), 42.4, 4, 12)[0]]
    page += [line("食堂", 5, 11, 2), *column("|" + flat(CARE), 1, 14, 12)[0]]
    page += [line("再访公路", 22, 11, 2), *split(ROADS, 14.8, [14, 14], 12, 6)]
    found = texts(scan(page))
    assert sorted(article[0] for article in found) == ["公路通车", "再访公路", "河清", "食堂"]
    bodies = {article[0]: "".join(article[1:]) for article in found}
    assert bodies == {
        "公路通车": flat(ROADS),
        "再访公路": flat(ROADS),
        "河清": flat(WATER),
        "食堂": flat(CARE),
    }


@pytest.mark.parametrize("rows", range(7, 22))
def test_articles_that_flow_from_column_to_column(rows: int) -> None:
    """Tests plain columns with headlines inside of them: an article goes on at the next column's head."""
    items = []
    placed = {"公路通车": ROADS, "河清岸绿": WATER, "老有所食": CARE}
    for head, text in placed.items():
        items += [(head, True), (None, True)]
        items += [(row, False) for row, _, _ in column(text, 0, 0, 14)[0]]
    page, used = [], 0
    for text, is_head in items:
        if is_head and text and used % rows > rows - 4:
            used += rows - used % rows  # no headline at the foot of a column
        at, down = divmod(used, rows)
        left = 1 + at * 15.8
        if text and is_head:
            page.append(line(text, left + 2, 1.45 * down + 0.3, 1.8))
        elif text:
            paragraph = any(part.startswith(text) for part in "\n".join(placed.values()).split("\n"))
            page.append(line(text, left + (2 if paragraph else 0), 1.45 * down))
        used += 1
    assert texts(scan(page)) == [[head, *text.split("\n")] for head, text in placed.items()]


def test_a_short_last_line_at_the_top_of_a_column() -> None:
    """Tests that a paragraph's last word at the top of a column ends the paragraph of the column before."""
    text = ROADS.split("\n")[0][:33] + "了。\n" + flat(WATER)
    page = [line("一字落单", 8, 1, 2), *split(text, 1, [4, 4, 4, 4], 12, 3)]
    assert texts(scan(page)) == [["一字落单", *text.split("\n")]]


def test_pictures_and_captions_do_not_cut_a_column() -> None:
    """Tests that a caption stands behind the headline, whole, and the text flows around the picture."""
    page = [line("百合花开", 8, 1, 2.2), *split(CARE, 1, [4, 14], 14, 8)]
    page += [line("图为昨日梅川百合基地里，农户", 16.8, 10), line("正在采收。本报记者柳叶摄", 16.8, 11.3)]
    seen = [("figure", 0.9, [16.8, 4, 30.8, 9.8]), ("figure_caption", 0.8, [16.7, 9.9, 31, 12.6])]
    (article,) = texts(scan(page, seen))
    assert article == ["百合花开", "图为昨日梅川百合基地里，农户正在采收。本报记者柳叶摄", *CARE.split("\n")]


def test_tables_keep_their_rows() -> None:
    """Tests that the rows of a table are lines of cells."""
    page = [*column(ROADS, 1, 1, 30)[0]]
    rows = [("县区", "项目", "投资"), ("东陵区", "12", "3.72亿元"), ("松溪县", "7", "1.5亿元")]
    page += [line(cell, 1 + 10 * j, 12 + 1.6 * i) for i, row in enumerate(rows) for j, cell in enumerate(row)]
    found = texts(scan(page, [("table", 0.9, [0.5, 11.5, 29, 17])]))
    assert [text for article in found for text in article] == [
        *ROADS.split("\n"),
        *("\t".join(row) for row in rows),
    ]


@pytest.mark.parametrize(
    "region",
    [
        ("table", 0.8, [0, 3, 42, 12]),
        ("figure", 0.8, [0, 3, 42, 12]),
        ("figure_caption", 0.8, [14, 3, 28, 12]),
    ],
    ids=["table", "figure", "caption"],
)
def test_columns_that_the_model_takes_for_something_else(region) -> None:
    """Tests that columns of text are read as such, whatever the model of layouts takes them for."""
    page = [line("公路通车", 15, 0, 2), *split(ROADS + flat(WATER), 1, [4], 12, 7)]
    (article,) = texts(scan(page, [region]))
    assert article == ["公路通车", *(ROADS + flat(WATER)).split("\n")]


def test_the_end_of_a_column_under_a_picture_is_no_caption() -> None:
    """Tests that half a picture's width of text below it stays in its column."""
    page = [line("公路通车", 15, 0, 2), *split(ROADS, 1, [4, 10, 10], 12, 6)]
    seen = [("figure", 0.9, [14.8, 3, 40.6, 9.5]), ("figure_caption", 0.7, [28.5, 9.5, 41, 20])]
    assert texts(scan(page, seen)) == [["公路通车", *ROADS.split("\n")]]


def test_a_short_paragraph_above_a_headline_is_no_kicker() -> None:
    """Tests that the last paragraph of an article stays with it, close as the next headline may be."""
    above, low = column("前一篇说到这里还没有完，后面还有一段。\n这段很短，只有这么一点字。", 1, 3, 14)
    page = [line("前一篇", 2, 0, 2), *above, line("公路通车了", 1, low + 0.2, 2)]
    page += column(ROADS, 1, low + 3.4, 14)[0]
    first, second = texts(scan(page))
    assert first == ["前一篇", "前一篇说到这里还没有完，后面还有一段。", "这段很短，只有这么一点字。"]
    assert second == ["公路通车了", *ROADS.split("\n")]


def test_subheads_inside_a_column() -> None:
    """Tests that a subhead behind a full last line is a paragraph of its own."""
    text = "城里的老街修好了，店铺一家家开了门。\n|夜里灯火通明\n游客一拨接着一拨地来，住下的也多了。"
    (article,) = texts(scan([line("老街新貌", 3, 1, 2), *column(text, 1, 4, 10)[0]]))
    assert article == ["老街新貌", *text.replace("|", "").split("\n")]


@pytest.mark.parametrize("degrees", [-1.5, -0.4, 0.7, 1.5])
def test_skewed_pages(degrees: float) -> None:
    """Tests that a page that lay askew on the scanner is read like a straight one."""
    page = [line("云岭松溪公路提前通车", 10, 1, 2.4), *split(ROADS, 1, [5, 5, 5], 12, 4)]
    page += [line("河清岸绿", 18, 13, 2.4), *split(WATER, 1, [17, 17, 17], 12, 4)]
    angle = math.radians(degrees)
    turned = [
        (
            text,
            score,
            [
                value
                for x, y in zip(box[0::2], box[1::2], strict=True)
                for value in (
                    x * math.cos(angle) - y * math.sin(angle),
                    x * math.sin(angle) + y * math.cos(angle),
                )
            ],
        )
        for text, score, box in page
    ]
    assert texts(scan(turned)) == texts(scan(page))
    assert said(scan(page)) == "云岭松溪公路提前通车" + flat(ROADS) + "河清岸绿" + flat(WATER)


def test_an_empty_page() -> None:
    """Tests that a page without lines has no articles."""
    assert arrange(scan([])) == []


lines = st.builds(
    line,
    st.text("云岭公路abc123，。", min_size=1, max_size=16),
    st.floats(0, 80),
    st.floats(0, 120),
    st.sampled_from([0.8, 1.0, 1.0, 1.0, 2.0, 3.0]),
)
boxes = st.tuples(
    st.sampled_from(["figure", "figure_caption", "table", "text", "title"]),
    st.just(0.9),
    st.tuples(st.floats(0, 60), st.floats(0, 90), st.floats(1, 60), st.floats(1, 60)).map(
        lambda box: [box[0], box[1], box[0] + box[2], box[1] + box[3]]
    ),
)


@given(st.lists(lines, max_size=40), st.lists(boxes, max_size=4))
def test_every_line_is_read_once(placed, seen) -> None:
    """Tests that whatever stands on a page, each of its lines is read, and only once."""
    page = scan(placed, seen)
    read = sorted(
        part for article in arrange(page) for lines in article for each in lines for part in each.parts
    )
    assert read == list(range(len(placed)))


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(random) -> None:
    """Tests that a page reads the same however its lines come."""
    page = scan([line("公路通车", 15, 1, 2), *split(ROADS, 1, [4, 4, 4], 12, 4)])
    shuffled = replace(page, lines=random.sample(page.lines, len(page.lines)))
    assert said(shuffled) == said(page)
