"""What holds of times whatever the anchor: order, consistency from day to day, leap years, the ends of a year."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_dates import moments

DAYS = st.dates(dt.date(2002, 1, 1), dt.date(2048, 12, 31))
ONE = dt.timedelta(days=1)
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)

MOVING = """
вчера подписан меморандум; позавчера подписан меморандум; завтра откроют школу; послезавтра откроют школу
через 10 дней построим школу; через неделю построим школу; 10 дней назад подписан указ; две недели назад подписан указ
за последние 30 дней построено 5 школ; в течение 45 дней внести предложения; в недельный срок внести предложения
в 10-дневный срок внести предложения; в ближайшие пять дней построим; за прошедшие сутки спасено 5 человек
в течение двух недель представить отчет; с сегодняшнего дня цены снижены; в срок 20 дней представить отчет
"""
GROWING = """
в следующем месяце откроют школу; в прошлом месяце открыли школу; в текущем квартале выделят 5 млн
до конца года построим
в следующем году построим; в прошлом году построили; на прошлой неделе подписан указ; на следующей неделе откроют
до конца недели откроют; до конца квартала откроют; через два года построим; через полгода построим
через месяц построим
в двухмесячный срок внести предложения; в течение 10 рабочих дней внести предложения; два года назад построен завод
за последние пять лет построено; в ближайшие три года построим; до 1 декабря построить школу; к 9 Мая построить школу
в мае откроют школу; осенью откроют школу; ко Дню Независимости построить; к Наурызу построить
до 25 числа представить отчет; к 1 числу представить отчет; до 5 числа следующего месяца представить отчет
в пятницу откроют школу; в следующую среду откроют школу; к концу десятилетия построить; в прошлом веке построен завод
в новом учебном году откроют; в следующем учебном году откроют; до начала отопительного сезона построить
в первом квартале следующего года откроют; во второй половине года откроют; до нового года построить
с начала года построено 5 школ; в начале следующего месяца откроют; в конце следующего года откроют
"""
TIMED = """
до 1 мая и 1 июня 2025 года построить; в мае–июне откроют; с 5 по 12 мая пройдут учения
с декабря по март добыто 5 млн тонн
за 9 месяцев добыто 5 млн тонн; зимой отремонтируют; в конце 2025 – начале 2026 года откроют
в 2025/26 учебном году откроют
в первой декаде июня откроют; с 2026 года в течение трех лет выделят; в прошлом и текущем годах построено 5 школ
в первом полугодии 2023 года вырос, за аналогичный период прошлого года упал; к середине месяца построить
до 1 марта примут закон, через год после этого – правила; к концу первой декады октября завершат
накануне Нового года открыли парк; в последний день сентября примут заявки
за прошедший отопительный сезон сожжено 5 тонн
"""


def listed(block: str) -> list[str]:
    return [text.strip() for text in block.replace("\n", ";").split(";") if text.strip()]


def days(text: str, anchor: dt.date) -> tuple[dt.date | None, dt.date]:
    found = moments(text, anchor)
    assert found, text
    first, last = found[0][2].first_day, found[0][2].last_day
    assert last is not None, text
    return first, last


@pytest.mark.parametrize("text", [t for block in (MOVING, GROWING, TIMED) for t in listed(block)])
@settings(max_examples=25, deadline=None)
@given(anchor=DAYS)
def test_days_are_in_order(text: str, anchor: dt.date) -> None:
    for _, _, moment in moments(text, anchor):
        assert moment.last_day is not None
        assert moment.first_day is None or moment.first_day <= moment.last_day


@pytest.mark.parametrize("text", listed(MOVING))
@settings(max_examples=25, deadline=None)
@given(anchor=DAYS, by=st.integers(1, 800))
def test_days_move_with_the_anchor(text: str, anchor: dt.date, by: int) -> None:
    first, last = days(text, anchor)
    later_first, later_last = days(text, anchor + ONE * by)
    assert (later_last - last).days == by
    assert (first is None) == (later_first is None)
    if first is not None and later_first is not None:
        assert (later_first - first).days == by


@pytest.mark.parametrize("text", listed(GROWING))
@settings(max_examples=25, deadline=None)
@given(anchor=DAYS, by=st.integers(1, 400))
def test_a_later_anchor_is_never_answered_by_an_earlier_day(text: str, anchor: dt.date, by: int) -> None:
    assert days(text, anchor)[1] <= days(text, anchor + ONE * by)[1]


@pytest.mark.parametrize("text", listed(GROWING))
def test_from_day_to_day_over_a_year(text: str) -> None:
    """Each answer holds for a run of days and jumps at most some units ahead, also over a leap day and a year's end."""
    last: dt.date | None = None
    for n in range(0, 800, 1 if len(text) % 7 == 0 else 5):
        found = days(text, dt.date(2023, 11, 1) + ONE * n)[1]
        assert last is None or dt.timedelta(0) <= found - last <= dt.timedelta(days=36600)
        last = found


@given(DAYS, st.sampled_from(("до {} построить школу", "к {} построить школу", "{} откроют школу")), st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_a_day_to_come_lies_ahead(anchor: dt.date, frame: str, month: int) -> None:
    last = days(frame.format(f"15 {MONTHS[month - 1]}"), anchor)[1]
    assert anchor <= last < anchor + ONE * 367
    assert (last.month, last.day) == (month, 15)


@given(DAYS, st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_a_day_gone_lies_behind(anchor: dt.date, month: int) -> None:
    last = days(f"15 {MONTHS[month - 1]} подписан указ", anchor)[1]
    assert anchor - ONE * 367 < last <= anchor + ONE * 2  # the anchor may be a day or two off


@pytest.mark.parametrize(
    ("text", "anchor", "last"),
    [
        ("через год построим", "2024-02-29", "2025-02-28"),
        ("через четыре года построим", "2024-02-29", "2028-02-29"),
        ("год назад построен завод", "2024-02-29", "2023-12-31"),
        ("до 29 февраля 2028 года построить", "2024-09-02", "2028-02-29"),
        ("в феврале откроют", "2023-12-31", "2024-02-29"),
        ("в феврале откроют", "2024-12-31", "2025-02-28"),
        ("до конца февраля открыть", "2027-12-01", "2028-02-29"),
        ("через месяц построим", "2024-01-31", "2024-02-29"),
        ("через месяц построим", "2025-01-31", "2025-02-28"),
        ("в месячный срок построить", "2024-12-31", "2025-01-31"),
        ("завтра откроют", "2024-12-31", "2025-01-01"),
        ("вчера подписан указ", "2025-01-01", "2024-12-31"),
        ("в следующем месяце откроют", "2024-12-31", "2025-01-31"),
        ("в прошлом месяце открыли", "2025-01-01", "2024-12-31"),
        ("в следующем квартале откроют", "2024-12-31", "2025-03-31"),
        ("на следующей неделе откроют", "2024-12-31", "2025-01-12"),
        ("на прошлой неделе подписан указ", "2025-01-01", "2024-12-29"),
        ("до конца года построить", "2024-12-31", "2024-12-31"),
        ("до конца года построить", "2025-01-01", "2025-12-31"),
        ("в следующем году построим", "2024-12-31", "2025-12-31"),
        ("до нового года построить", "2024-12-31", "2024-12-31"),
        ("до 15 января представить отчет", "2024-12-31", "2025-01-15"),
        ("28 декабря подписан договор", "2025-01-01", "2024-12-28"),
        ("в декабре подписан договор", "2025-01-01", "2024-12-31"),
        ("в течение 10 рабочих дней внести", "2024-12-31", "2025-01-17"),
        ("в течение 5 рабочих дней внести", "2024-03-20", "2024-04-01"),
        ("в течение 3 рабочих дней внести", "2024-05-03", "2024-05-10"),
        ("в течение 5 банковских дней внести", "2024-12-13", "2024-12-23"),
        ("зимой отремонтируют", "2024-12-31", "2025-02-28"),
        ("к Курбан айту построить", "2024-06-16", "2024-06-16"),
        ("к Курбан айту построить", "2024-06-17", "2025-06-06"),
        ("к отопительному сезону 2025–2026 годов подготовят", "2024-12-31", "2025-10-15"),
        ("в этом учебном году откроют", "2024-12-31", "2025-05-25"),
        ("до 25 числа представить отчет", "2024-12-31", "2025-01-25"),
        ("до 31 числа представить отчет", "2024-12-31", "2024-12-31"),
    ],
)
def test_leap_days_and_ends_of_years(text: str, anchor: str, last: str) -> None:
    assert days(text, dt.date.fromisoformat(anchor))[1].isoformat() == last
