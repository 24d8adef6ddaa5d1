"""The shapes of a quantity that say their unit themselves (SPEC §4): percents, measures, factors, shares."""

from __future__ import annotations

from dataclasses import replace

from ..text.lexicon import Entry
from ..text.morphology import forms
from ..text.rules import Atom, Found, RuleBook
from .context import moved
from .figures import Number, tidy
from .value import Value

MEASURES: RuleBook[Value] = RuleBook()
_rule = MEASURES.rule


def _value(found: Found, number: Number, unit: str | None, at: Atom, *, factor: float = 1.0) -> Value:
    return Value(
        found.first,
        found.last,
        tidy(number.amount * factor),
        None if number.amount_max is None else tidy(number.amount_max * factor),
        unit=unit,
        rule=found.rule.name,
        number=found.chain.at[at.first],
        scaled=number.scaled,
    )


def _unit(entry: Entry) -> str:
    return str(entry["unit"])


@_rule("number unit", "number counted")
def number_and_unit(found: Found) -> Value | None:
    """A number and its unit of measure.

    рост на [20%] => quantity amount=20 unit=percent
    [5,5–6 процентов] => quantity amount=5.5 amount_max=6 unit=percent
    на [3 п.п.] => quantity amount=3 unit=percentage_point
    [1,5 тыс. кв. км] => quantity amount=1500 unit="км²"
    [20 тыс. МРП] => quantity amount=20000 unit="МРП"
    мощностью [450 МВт] => quantity amount=450 unit="МВт"
    [15 тыс. чел.] => quantity amount=15000 unit="человек"
    """
    number = found["number"]
    unit = found.get("unit")
    if unit is not None:
        cased = unit.entry("unit").get("cased")
        if cased is not None and found.tokens.words[unit.first] != cased:
            return None
        if "year" in number.tags and len(found.tokens.words[unit.first]) == 1:
            return None
        return _value(found, number.number, _unit(unit.entry("unit")), number)
    thing = found["counted"].entry("counted")
    value = _value(found, number.number, _unit(thing), number)
    return replace(value, head=found["counted"].first) if thing.get("noun") else value


@_rule("( number unit ) since unit")
def yield_of_land(found: Found) -> Value | None:
    """What a hectare yields.

    [{18,5 центнера} с гектара] => quantity amount=18.5 unit="ц/га"
    """
    upper, lower = found["unit"], found.get("unit", 1)
    if lower is None or not lower.entry("unit").get("yields") or not upper.entry("unit").get("yielded"):
        return None
    unit = f"{_unit(upper.entry('unit'))}/{_unit(lower.entry('unit'))}"
    return _value(found, found["number"].number, unit, found["number"])


@_rule("number unit slash unit|per_time")
def unit_by_unit(found: Found) -> Value | None:
    """A unit over another.

    урожайность [15 ц/га] => quantity amount=15 unit="ц/га"
    [120 кВт·ч/м²] => quantity amount=120 unit="кВт·ч/м²"
    """
    number, upper, lower = found["number"], found["unit"], found["unit|per_time"]
    if not found.tokens.glued(lower.first):
        return None
    if "unit" not in lower.tags:
        return None
    return _value(found, number.number, f"{_unit(upper.entry('unit'))}/{_unit(lower.entry('unit'))}", number)


@_rule("number unit dash number unit", "number unit bound number unit")
def range_of_units(found: Found) -> Value | None:
    """A range with the unit at both ends.

    от [5% до 10%] => quantity amount=5 amount_max=10 unit=percent
    [5%–7%] => quantity amount=5 amount_max=7 unit=percent
    """
    low, high = found["number"], found.get("number", 1)
    units = [_unit(a.entry("unit")) for a in found.all("unit")]
    assert high is not None
    middle, before = found.get("bound"), found.before()
    if middle is not None:
        opened = before is not None and "bound" in before.tags and before.entry("bound").get("opens")
        if not opened or not middle.entry("bound").get("to"):
            return None
    elif not found.tokens.glued(high.first) and units[0] == "percent":
        return None
    if units[0] != units[1] or low.number.amount >= high.number.amount or low.number.amount_max:
        return None
    return moved(_value(found, low.number, units[0], low), amount_max=high.number.amount)


@_rule("fraction bound fraction")
def range_of_shares(found: Found) -> Value | None:
    """A range of shares.

    от [трети до половины] => quantity amount=1/3 amount_max=0.5 unit=share
    до трети и до половины => no quantity amount_max=0.5
    """
    low, high = found["fraction"], found.get("fraction", 1)
    before, middle = found.before(), found["bound"].entry("bound")
    opened = before is not None and "bound" in before.tags and before.entry("bound").get("opens")
    if high is None or not opened or not middle.get("to") or low.number.amount >= high.number.amount:
        return None
    return moved(_value(found, low.number, "share", low), amount_max=high.number.amount)


@_rule("number unit_adjective")
def number_then_adjective(found: Found) -> Value | None:
    """An adjective of a unit, apart from its number.

    [20-ти процентный] рост => quantity amount=20 unit=percent
    [5 кратно] => quantity amount=5 unit=times
    40 местных дорог => no quantity unit="место"
    """
    number = found["number"]
    word = found.tokens.lowers[found["unit_adjective"].first]
    if (
        any((f.case, f.number) == ("gent", "plur") for f in forms(word))
        and number.last == found["unit_adjective"].first
    ):
        return None  # «40 местных дорог»
    return _value(found, number.number, _unit(found["unit_adjective"].entry("unit_adjective")), number)


@_rule("bound ( number times_word )")
def times_from_to(found: Found) -> Value | None:
    """A range of factors.

    от [двух до трех раз] => quantity amount=2 amount_max=3 unit=times
    до трех раз в год => no quantity
    """
    number = found["number"].number
    if number.amount_max is None or not found["bound"].entry("bound").get("opens"):
        return None
    return _value(found, number, "times", found["number"])


@_rule("in filler? bound? ( number times_word )")
def in_so_many_times(found: Found) -> Value | None:
    """A factor.

    вырос в [пять раз] => quantity amount=5 unit=times
    в [1,5 раза] => quantity amount=1.5 unit=times
    в [2–3 раза] => quantity amount=2 amount_max=3 unit=times
    более чем в [два раза] => quantity amount=2 unit=times bound=at_least
    три раза в год => no quantity
    """
    return _value(found, found["number"].number, "times", found["number"])


@_rule("times_word in ( number )")
def times_inverted(found: Found) -> Value | None:
    """A factor turned round, which makes it approximate.

    вырос раза в [три] => quantity amount=3 unit=times bound=about
    """
    number = found["number"]
    if number.tags & {"year", "years"} or number.number.amount > 100:
        return None
    after = found.after()
    if after is not None and after.tags & {"month", "time_unit", "unit", "duration"}:
        return None
    return moved(_value(found, number.number, "times", number), bound="about")


@_rule("factor")
def factor_word(found: Found) -> Value | None:
    """An adverb, verb or noun that says the factor itself.

    вырастет [вдвое] => quantity amount=2 unit=times
    [удвоить] экспорт => quantity amount=2 unit=times
    вырастет [вдвое-втрое] => quantity amount=2 amount_max=3 unit=times
    сократить [втрое] => quantity amount=3 unit=times
    отличается [на порядок] => quantity amount=10 unit=times bound=about
    """
    entry = found["factor"].entry("factor")
    return Value(
        found.first, found.last, float(entry["value"]), entry.get("value_max"), entry.get("bound", "exact"),
        unit="times", rule=found.rule.name, number=found.groups[0][0],
    )  # fmt: skip


@_rule("denominator share_part")
def ordinal_share(found: Found) -> Value | None:
    """A part named by its ordinal.

    [пятая часть] бюджета => quantity amount=0.2 unit=share
    съедают [десятую часть] расходов => quantity amount=0.1 unit=share
    третья часть статьи 5 => no quantity
    """
    after = found.after()
    if after is None or "label" in after.tags or not _is_of_something(found, found.last):
        return None
    share = Number(float(found["denominator"].entry("denominator")["value"]), words=True)
    return _value(found, share, "share", found["denominator"])


@_rule("share_word")
def share_adverb(found: Found) -> Value | None:
    """An adverb that says a share.

    сократить [наполовину] => quantity amount=0.5 unit=share
    """
    entry = found["share_word"].entry("share_word")
    return Value(
        found.first, found.last, float(entry["value"]), unit="share", rule=found.rule.name, number=found.groups[0][0]
    )


@_rule("measured")
def half_unit(found: Found) -> Value | None:
    """A half glued to its unit.

    на [полпроцента] => quantity amount=0.5 unit=percent
    """
    entry = found["measured"].entry("measured")
    return Value(
        found.first,
        found.last,
        float(entry["value"]),
        unit=_unit(entry),
        rule=found.rule.name,
        number=found.groups[0][0],
    )


@_rule("compound size? unit?")
def number_in_adjective(found: Found) -> Value | None:
    """An adjective with the number inside.

    [стопроцентное] покрытие => quantity amount=100 unit=percent
    [20-процентный] рост => quantity amount=20 unit=percent
    [двукратный] рост => quantity amount=2 unit=times
    [20 000-кратный размер МРП] => quantity amount=20000 unit="МРП"
    [25-кратного месячного расчетного показателя] => quantity amount=25 unit="МРП"
    [20-километровый] участок => quantity amount=20 unit="км"
    [двадцатикилометровый] участок => quantity amount=20 unit="км"
    [100-мегаваттную] станцию => quantity amount=100 unit="МВт"
    двукратный чемпион => no quantity
    однократная выплата => no quantity
    """
    compound = found["compound"]
    if "unit_adjective" not in compound.tags:
        return None
    unit, index = _unit(compound.entry("unit_adjective")), found.get("unit")
    if unit == "times" and index is not None and index.entry("unit").get("index"):
        return _value(found, compound.number, _unit(index.entry("unit")), compound)
    after = found.after()
    if found.last != compound.last:
        value = moved(_value(found, compound.number, unit, compound), last=compound.last)
    else:
        value = _value(found, compound.number, unit, compound)
    if unit == "times" and (compound.number.amount <= 1 or (after is not None and "champion" in after.tags)):
        return None
    return value


@_rule("fraction")
def share_in_words(found: Found) -> Value | None:
    """A share of something.

    [{треть} сотрудников] => quantity amount=1/3 unit=share
    [две трети] населения => quantity amount=2/3 unit=share
    сократить на [четверть] => quantity amount=0.25 unit=share
    более [половины] студентов => quantity amount=0.5 unit=share bound=at_least
    [{1/3} доходов] => quantity amount=1/3 unit=share
    во второй половине года => no quantity
    четверть века => no quantity
    в первой четверти => no quantity
    [{половина} из них] – женщины => quantity amount=0.5 unit=share
    добрая [половина] дублирует друг друга => quantity amount=0.5 unit=share
    """
    share = found["fraction"]
    before, after = found.before(), found.after()
    if before is not None and before.tags & {"ordinal", "roman", "number_sign", "same", "which", "last", "label"}:
        return None
    time = {"duration", "time_unit", "year_word", "month", "number", "century_word", "season", "slash", "ordinal"}
    if after is not None and after.tags & time:
        return None
    if after is not None and "unit" in after.tags:
        return _value(found, share.number, _unit(after.entry("unit")), share) if "number" not in share.tags else None
    if "number" in share.tags and after is not None and "unit" in after.tags:
        return None
    governed = before is not None and bool(before.tags & {"onto", "bound", "filler", "and", "out_of", "part_of"})
    if governed or share.last - share.first > 1 or _is_of_something(found, share.last) or _acts(found, share.last):
        return _value(found, share.number, "share", share)
    return None


def _acts(found: Found, token: int) -> bool:
    """Whether a verb or a dash stands at the token: the share is a subject («половина работает», «треть – женщины»)."""
    tokens = found.tokens
    if token >= len(tokens) or tokens.sentence_of[token] != tokens.sentence_of[token - 1]:
        return False
    word = tokens.lowers[token]
    return word == "-" or (word[0].isalpha() and forms(word)[0].pos in ("VERB", "PRTS", "ADJS"))


def _is_of_something(found: Found, token: int) -> bool:
    """Whether a genitive, or «из», stands at the token."""
    tokens = found.tokens
    if token >= len(tokens) or tokens.sentence_of[token] != tokens.sentence_of[token - 1]:
        return False
    atom = found.chain.atoms[found.chain.at[token]]
    if "out_of" in atom.tags or ("bound" in atom.tags and atom.entry("bound").get("opens")):
        return True
    word = tokens.lowers[token]
    if tokens.words[token].isupper() and len(word) > 1:
        return True
    return word[0].isalpha() and any(
        f.case == "gent" and f.pos in ("NOUN", "ADJF", "PRTF", "NPRO") for f in forms(word)[:3]
    )
