"""The grids of tables: Markdown, HTML and tabs, merged and empty cells, and what is no table."""

from __future__ import annotations

import pytest

from kzpolicy_nlp.text.tables import Table, find_tables
from kzpolicy_nlp.text.tokens import Tokens
from kzpolicy_nlp.text.view import View


def tables(text: str) -> list[Table]:
    return find_tables(Tokens(View(text)))


def texts(table: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in table.rows]


def test_markdown_heads_stand_above_the_rule() -> None:
    (table,) = tables("До.\n| А | 2024 |\n|:--|--:|\n| б | 5 |\n| в |\nПосле.")
    assert table.heads == 1
    assert texts(table) == [["А", "2024"], ["б", "5"], ["в", None]]


def test_merged_cells_stand_in_each_place_they_cover() -> None:
    (table,) = tables(
        '<table><tr><th rowspan="2">А</th><th colspan=2>План</th></tr><tr><th>2025</th><th>2026</th></tr>'
        "<tr><td>б</td><td>5</td><td></td></tr></table>"
    )
    assert table.heads == 2
    assert texts(table) == [["А", "План", "План"], ["А", "2025", "2026"], ["б", "5", ""]]
    assert table.rows[0][0] is table.rows[1][0]


def test_cells_are_token_ranges_of_the_text() -> None:
    text = "| А | 2024 |\n|---|---|\n| добыча угля | 1 250,5 |\n"
    tokens = Tokens(View(text))
    (table,) = find_tables(tokens)
    cell = table.rows[1][1]
    assert cell is not None
    start, end = tokens.place(cell.first, cell.last)
    assert text[start:end] == "1 250,5"


def test_tags_inside_cells_are_left_out_of_their_text() -> None:
    (table,) = tables("<table><tr><td>а</td><td>2024</td></tr><tr><td><p>б <b>в</b></p></td><td>5</td></tr></table>")
    assert texts(table)[1] == ["б в", "5"]


def test_lines_with_tabs_are_rows() -> None:
    (table,) = tables("А\t2024\t2025\nб\t5\t\nпросто строка")
    assert texts(table) == [["А", "2024", "2025"], ["б", "5", ""]]


@pytest.mark.parametrize(
    "text", ["| одна | строка |", "a | b", "<table></table>", "<table><tr><td>5</td></tr></table>", "<td>5"]
)
def test_what_is_no_table(text: str) -> None:
    assert tables(text) == []


def test_a_table_is_bounded() -> None:
    wide = '<table><tr><td rowspan="999" colspan="999">а</td></tr><tr><td>б</td></tr></table>'
    (table,) = tables(wide)
    assert len(table.rows) <= 200
    assert len(table.rows[0]) <= 60
