"""The date that a text gives itself: where it counts, where it doesn't, and what hangs on it."""

from __future__ import annotations

import datetime as dt
import json
import sys

import pytest
from click.testing import CliRunner

from kzpolicy_nlp import Document, Extractor, extract
from kzpolicy_nlp.cli import main

DAY = dt.date(2024, 9, 2)
BODY = "Правительство одобрило проект бюджета. До конца года построят пять школ.\n"
EXTRACTOR = Extractor(names=False)

DATED = """
Астана, 2 сентября 2024 года¶§
г. Алматы, 2 сентября 2024 г.¶§
02.09.2024, 10:15¶§
2 сентября 2024¶§
02.09.2024¶§
Бюджет одобрен¶02.09.2024 10:15¶§
Бюджет одобрен¶2 сентября 2024, 10:15¶§
10:15, 2 сентября 2024¶§
2024-09-02T10:15:00+06:00¶§
2024-09-02 10:15¶§
2024-09-02T10:15:00Z¶§
Опубликовано: 2 сентября 2024 года¶§
Опубликовано 02.09.2024 в 10:15¶§
Дата публикации: 02.09.2024¶§
Дата: 2024-09-02¶§
§Опубликовано: 02.09.2024
§Астана, 2 сентября 2024 года
§г. Астана, 2 сентября 2024 года № 105
§Астана, Акорда, 2 сентября 2024 года
АСТАНА, 2 сентября 2024 г. /Бюро новостей/. §
Астана. 2 сентября 2024 года. Бюро новостей – §
Астана, 2 сентября 2024 года – §
Симферополь, 2 Сентября 2024, 11:34 — БЮРО §
Понедельник, 2 сентября 2024 года¶§
2 сентября 2024 года, понедельник¶§
Об этом сегодня, 2 сентября 2024 года, сообщили в министерстве. §
2 сентября 2024 года, Астана¶§
Постановление Правительства Республики Казахстан от 2 сентября 2024 года № 105¶§
Приказ Министра финансов от 02.09.2024 № 12¶§
02 сентября 2024 года¶§
«2» сентября 2024 года¶§
(Астана, 2 сентября 2024 года)¶§
02.09.2024 10:15 | Экономика¶§
Экономика | 02.09.2024 10:15¶§
город Астана, 2 сентября 2024 года¶§
02/09/2024¶§
2.9.2024 г.¶§
Опубликовано: 02.09.2024¶Обновлено: 05.09.2024¶§
Обновлено: 02.09.2024¶§
Пресс-релиз¶Астана, 2 сентября 2024 года¶§
2 сентября 2024 г., г. Астана¶§
Дата: 2 сентября 2024 г.¶Место: Астана¶§
Министр Иванов, 2 сентября 2024 года¶§
02.09.24¶§
Astana, 2 сентября 2024¶§
02.09.2024, 10:15 Бюджет одобрен¶§
2 сентября 2024 года. Астана. §
Понедельник, 02.09.2024, 10:15¶§
Послание Главы государства народу Казахстана¶2 сентября 2024 года¶§
§Источник: Бюро новостей¶2 сентября 2024 года
Первая строка¶¶¶2 сентября 2024 года¶¶§
"""
UNDATED = """
§
Астана, 2 сентября¶§
2 сентября 2024 года Президент подписал указ.¶§
Закон от 2 сентября 2024 года вступил в силу.¶§
С 2 сентября 2024 года цены снижены.¶§
Срок: до 2 сентября 2024 года¶§
Дата рождения: 2 сентября 1964 года¶§
Астана, 2 сентября 2024 года, стала местом встречи.¶§
Встреча с Ивановым 2 сентября 2024 года¶§
2024 год¶§
Сентябрь 2024 года¶§
1.09.2024 Первая новость¶2.09.2024 Вторая новость¶§
01.09.2024¶02.09.2024¶§
Алматы, 17 декабря 1986 года. Площадь заполнена. §
Начало: 2 сентября 2024 года¶§
Вводится в действие с 02.09.2024¶§
2 сентября 2024 года – исторический день.¶§
Срок исполнения – 2 сентября 2024 года¶§
Итоги 2 сентября 2024 года¶§
Тел. 02.09.2024¶§
Вчера, 2 сентября 2024 года, подписан указ. §
Дата заседания: 2 сентября 2024 года¶§
О внесении изменений в постановление от 2 сентября 2024 года № 105¶§
§§§§§§§§2 сентября 2024 года¶§§§§§§§§
К 2 сентября 2024 года¶§
Форум пройдет в Астане, 2 сентября 2024 года¶§
Дедлайн: 02.09.2024¶§
Завтра, 2 сентября 2024 года, откроют школу. §
Заседание 2 сентября 2024 года.¶§
2–3 сентября 2024 года¶§
Дата рождения: 02.09.2024¶§
Дата принятия на учёт 2 сентября 2024 года¶§
Астана, сентябрь 2024 года¶§
Стратегия развития до 2 сентября 2024 года¶§
г. Астана, ул. Абая, 2.09.24 кв. 5¶§
Приложение к приказу от 2 сентября 2024 года¶§
"""


def texts(block: str) -> list[str]:
    """The texts of a block, one a line: ¶ is a line break, § the body."""
    return [line.replace("§", BODY).replace("¶", "\n") for line in block.strip().splitlines()]


@pytest.mark.parametrize("text", texts(DATED))
def test_a_date_line_is_found(text: str) -> None:
    assert EXTRACTOR.extract(text).date_found == DAY


@pytest.mark.parametrize("text", texts(UNDATED))
def test_a_date_that_may_be_another_is_none(text: str) -> None:
    assert EXTRACTOR.extract(text).date_found is None


def test_auto_takes_it_as_the_anchor() -> None:
    text = f"Астана, 2 сентября 2024 года\n{BODY}"
    document = extract(text, date="auto", names=False)
    assert (document.date, document.date_found) == (DAY, DAY)
    assert [d.due for d in document.deadlines] == [dt.date(2024, 12, 31)]
    assert document.deadlines == extract(text, DAY, names=False).deadlines


def test_auto_without_a_date_line_is_none() -> None:
    document = EXTRACTOR.extract(BODY, "auto")
    assert (document.date, document.date_found) == (None, None)
    assert document == EXTRACTOR.extract(BODY)


def test_it_is_offered_and_never_taken_unasked() -> None:
    text = f"02.09.2024, 10:15\n{BODY}"
    document = EXTRACTOR.extract(text)
    assert (document.date, document.date_found) == (None, DAY)
    assert document.deadlines[0].due is None
    other = EXTRACTOR.extract(text, "2023-03-01")
    assert (other.date, other.date_found) == (dt.date(2023, 3, 1), DAY)


def test_it_goes_into_data_where_it_was_found() -> None:
    document = EXTRACTOR.extract(f"02.09.2024, 10:15\n{BODY}", "auto")
    data = document.to_dict()
    assert data["date_found"] == "2024-09-02"
    assert Document.from_dict(json.loads(json.dumps(data))).date_found == DAY
    assert "date_found" not in EXTRACTOR.extract(BODY).to_dict()


def test_disguise_changes_nothing() -> None:
    for line in (
        "Астана,\u00a02\u00a0сентября 2024\u202fгода",
        "Астана, 2 сен\u00adтября 2024 года",
        "02.09.2024\u2009–\u200910:15",
    ):
        assert EXTRACTOR.extract(f"{line}\r\n{BODY}").date_found == DAY


@pytest.mark.parametrize(
    "line", ["02.09.2024, ", "Астана, 2 сентября 2024 года, ", "Дата: 02.09.2024 | ", "от 2.09.2024 № 5 "]
)
def test_work_follows_length(line: str) -> None:
    def calls(times: int) -> int:
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            EXTRACTOR.extract(line * times)
        finally:
            sys.setprofile(None)
        return count

    calls(10)
    assert calls(800) < 2.4 * calls(400)  # look-back is bounded: few lines cost less each


def test_on_the_command_line() -> None:
    run = CliRunner().invoke(
        main,
        ["extract", "--date", "auto", "--no-names", "--only", "deadlines"],
        input=f"Астана, 2 сентября 2024 г.\n{BODY}",
    )
    assert run.exit_code == 0, run.output
    data = json.loads(run.stdout)
    assert (data["date"], data["deadlines"][0]["due"]) == ("2024-09-02", "2024-12-31")
