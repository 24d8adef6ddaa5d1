"""The text of files of each kind."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pdfs import pdf

from kzpolicy_nlp.errors import InputError
from kzpolicy_nlp.inputs.pdf import join
from kzpolicy_nlp.inputs.texts import read_html, read_text
from kzpolicy_nlp.text.morphology import is_known

BODY = (
    "Правительство утвердило план развития отрасли. К 2026 году экспорт ИТ-услуг составит один миллиард долларов. "
    "Для этого будет создано 14 региональных хабов, а число занятых вырастет вдвое."
)
PAGE = f"""<html><head><title>Новости</title>%s</head><body>
<nav><a href="/">Главная</a> <a href="/a">Экономика</a> <a href="/b">Спорт</a></nav>
<article><h1>План утвержден</h1><p>{BODY}</p><p>{BODY.replace("2026", "2027")}</p>
<table><tr><td>Школы</td><td>300</td></tr><tr><td>Больницы</td><td>20</td></tr></table></article>
<footer>Все права защищены. Подписывайтесь на наш канал.</footer></body></html>"""


def test_txt_and_md_are_taken_as_they_are() -> None:
    assert read_text("txt", "# План\r\n**300** школ".encode()) == "# План\r\n**300** школ"
    assert read_text("md", "# План\r\n**300** школ".encode("cp1251")) == "# План\r\n**300** школ"


# --- html ---


def test_html_gives_its_main_text() -> None:
    text = read_html((PAGE % "").encode())
    assert BODY in text
    assert "План утвержден" in text
    assert "300" in text
    assert "20" in text
    assert "Спорт" not in text
    assert "Подписывайтесь" not in text


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1251", '<meta charset="windows-1251">'),
        ("koi8-r", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'),
        ("cp1251", ""),
        ("utf-8", '<meta charset="windows-1251x">'),
        ("utf-16", '<meta charset="utf-16">'),
    ],
)
def test_html_in_the_encoding_that_it_says_or_has(encoding: str, said: str) -> None:
    assert BODY in read_html((PAGE % said).encode(encoding))


def test_a_page_without_an_article_gives_all_its_text() -> None:
    assert "Построить 300 школ" in read_html("<body><div>Построить 300 школ</div></body>".encode())


@pytest.mark.parametrize("page", ["", "<html><body></body></html>", "<script>let a = 5</script>"])
def test_a_page_without_text(page: str) -> None:
    with pytest.raises(InputError, match="no text"):
        read_html(page.encode())


# --- docx ---


def word(fill: Callable[..., None]) -> str:
    import docx

    document = docx.Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return read_text("docx", file.getvalue())


def test_docx_with_tables_in_their_place() -> None:
    def fill(document: object) -> None:
        document.add_heading("План")  # type: ignore[attr-defined]
        document.add_paragraph("Построить 300 школ.")  # type: ignore[attr-defined]
        table = document.add_table(2, 3)  # type: ignore[attr-defined]
        for number, cell in enumerate(c for row in table.rows for c in row.cells):
            cell.text = f"{number} млн"
        table.cell(0, 0).add_paragraph("тенге")
        table.cell(1, 0).merge(table.cell(1, 1))
        inner = table.cell(1, 2).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "в", "г"
        document.add_paragraph("До 2026\tгода")  # type: ignore[attr-defined]

    assert word(fill).split("\n") == [
        "План",
        "Построить 300 школ.",
        "0 млн тенге\t1 млн\t2 млн",
        "3 млн 4 млн\t5 млн в\tг",
        "До 2026\tгода",
    ]


def test_docx_with_changes_under_review_controls_and_boxes() -> None:
    from docx.oxml import parse_xml

    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    run = "<w:r><w:t>{}</w:t></w:r>".format
    box = f"<w:txbxContent><w:p>{run('в рамке')}</w:p></w:txbxContent>"
    blocks = [
        f"<w:p {names}>{run('до ')}<w:del><w:r><w:delText>2025</w:delText></w:r></w:del>"
        f"<w:ins>{run('2026')}</w:ins></w:p>",
        f"<w:sdt {names}><w:sdtContent><w:p>{run('300 школ')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p {names}><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('вокруг')}</w:p>",
    ]

    def fill(document: object) -> None:
        for block in reversed(blocks):
            document.element.body.insert(0, parse_xml(block))  # type: ignore[attr-defined]

    assert word(fill).split("\n") == ["до 2026", "300 школ", "вокруг", "в рамке"]


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0 old Word", b"PK\x03\x04 cut"])
def test_what_is_no_docx(data: bytes) -> None:
    with pytest.raises(InputError, match=r"not a \.docx file"):
        read_text("docx", data)


# --- pdf ---


def page(*lines: str, indent: tuple[int, ...] = (), top: int = 700) -> list[tuple[int, int, str]]:
    return [(70 if i in indent else 50, top - 12 * i, line) for i, line in enumerate(lines)]


def test_pdf_lines_are_paragraphs_again() -> None:
    text = read_text(
        "pdf",
        pdf(
            page(
                "Правительству поручено обеспечить развитие социально-",
                "экономического потенциала страны и рост эконо-",
                "мики до 2030 года не ниже 5 процентов в год.",
                "До конца года следует построить 300 школ в Алматы",
                "и Астане.",
                indent=(0, 3),
            )
        ),
        is_word=is_known,
    )
    assert text.split("\n") == [
        "Правительству поручено обеспечить развитие социально-экономического потенциала страны и рост экономики "
        "до 2030 года не ниже 5 процентов в год.",
        "До конца года следует построить 300 школ в Алматы и Астане.",
    ]


def test_pdf_page_numbers_go_and_sentences_cross_pages() -> None:
    first = [*page("Довести экспорт до одного миллиарда"), (300, 30, "1")]
    second = [*page("долларов к 2026 году."), (300, 30, "– 2 –")]
    assert read_text("pdf", pdf(first, second)) == "Довести экспорт до одного миллиарда долларов к 2026 году."


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("рост эконо-", "мики", "рост экономики"),
        ("социально-", "экономический", "социально-экономический"),
        ("в Алма-", "Ате", "в Алма-Ате"),
        ("в 2025-", "2027 годах", "в 2025-2027 годах"),
        ("эконо\u00ad", "мики", "экономики"),
        ("ИТ-", "хабов", "ИТ-хабов"),
        ("экспорт –", "импорт", "экспорт – импорт"),
        ("рост", "экспорта", "рост экспорта"),
        ("по-", "прежнему", "по-прежнему"),
    ],
)
def test_hyphens_at_line_ends(line: str, following: str, joined: str) -> None:
    assert join(line, following, is_known) == joined


def test_pdfs_that_cannot_be_read() -> None:
    with pytest.raises(InputError, match="not a readable PDF"):
        read_text("pdf", b"%PDF-1.4 cut")
    with pytest.raises(InputError, match=r"no text: its 2 page\(s\) are pictures"):
        read_text("pdf", pdf([], []))
