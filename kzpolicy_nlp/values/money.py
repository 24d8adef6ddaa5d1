"""Sums of money (SPEC §3): a number with a currency in words, abbreviation, sign or code, on either side."""

from __future__ import annotations

from collections import Counter

from ..text.morphology import forms
from ..text.rules import Atom, Chain, Found, RuleBook
from .context import Context, moved, scaled_like
from .counts import adjective_lemma, attribute
from .figures import Number, tidy
from .shared_sums import elliptic_sums, sums_in_rows, sums_of_a_list
from .value import Value

SUMS: RuleBook[Value] = RuleBook()
_rule = SUMS.rule

_AFTER = "currency|currency_sign|currency_code"


def find_money(chain: Chain) -> list[Value]:
    """Returns the sums of money of a text, in text order; bound words, and the signs around a sum, stay outside."""
    context = Context(chain)
    found = [_completed(value, context) for _, value in SUMS.find(chain)]
    found += sums_in_rows(found, context)
    found += sums_of_a_list(found, context)
    found += elliptic_sums(found, context)
    found += sums_of_a_list(found, context)
    found.sort(key=lambda v: v.first)
    return found


def _sum(found: Found, number: Atom, currency: Atom, tag: str, *, high: float | None = None) -> Value | None:
    entry = currency.entry(tag)
    if tag == "currency_code" and not found.tokens.words[currency.first].isupper():
        return None
    read: Number = number.number
    factor = float(entry.get("factor", 1))
    top = read.amount_max if high is None else high
    return Value(
        found.first,
        found.last,
        tidy(read.amount * factor),
        None if top is None else tidy(top * factor),
        money=True,
        currency=entry["code"] or None,
        unit=entry.get("family"),
        rule=found.rule.name,
        number=found.chain.at[number.first],
        scaled=read.scaled,
    )


def _tag(atom: Atom) -> str:
    return next(t for t in ("currency", "minor", "currency_sign", "currency_code", "scaled_sign") if t in atom.tags)


@_rule("number currency_adjective currency")
def number_then_named_currency(found: Found) -> Value | None:
    """A number and its currency with the country's adjective.

    [500 млн казахстанских тенге] => money amount=5e8 currency=KZT
    [300 американских долларов] => money amount=300 currency=USD
    [10 австралийских долларов] => money amount=10 currency=AUD
    """
    value = _sum(found, found["number"], found["currency"], "currency")
    return value and moved(value, currency=found["currency_adjective"].entry("currency_adjective")["code"], unit=None)


@_rule("number currency_country currency")
def number_then_currency_of_country(found: Found) -> Value | None:
    """A number and its currency with the adjective of a country whose currency shares its name with others'.

    [80 млн туркменских манатов] => money amount=8e7 currency=TMT
    [7 млн египетских фунтов] => money amount=7e6 currency=EGP
    """
    family = found["currency"].entry("currency").get("family")
    code = found["currency_country"].entry("currency_country").get(family) if family else None
    if code is None or found.tokens.words[found["currency_country"].first][0].isupper():
        return None
    value = _sum(found, found["number"], found["currency"], "currency")
    return value and moved(value, currency=str(code), unit=None)


@_rule(f"number {_AFTER}", "number minor")
def number_then_currency(found: Found) -> Value | None:
    """A number and its currency.

    на сумму [1,5 трлн тг] => money amount=1.5e12 currency=KZT
    [500 миллионов долларов] => money amount=5e8 currency=USD
    [2 млрд долл. США] => money amount=2e9 currency=USD
    [120 млн ₸] => money amount=1.2e8 currency=KZT
    [15–20 млн евро] => money amount=1.5e7 amount_max=2e7 currency=EUR
    [4 цента] => money amount=0.04 currency=USD
    [100 млн USD] => money amount=1e8 currency=USD
    [5 млн. у.е.] => money amount=5e6 currency=null
    500 top школ => no money
    """
    atoms = [a for name in found.rule.names for a in found.all(name)]
    number, currency = atoms[0], atoms[1]
    tag = _tag(currency)
    after = found.after()
    if tag == "currency_sign" and after is not None and "number" in after.tags and found.tokens.glued(after.first):
        return None
    return _sum(found, number, currency, tag)


@_rule("currency_sign|currency_code number")
def currency_then_number(found: Found) -> Value | None:
    """A sign or a code before the number.

    [$3,5 млрд] => money amount=3.5e9 currency=USD
    [₸120 млн] => money amount=1.2e8 currency=KZT
    [KZT 5 bn] => money amount=5e9 currency=KZT
    [$2–3 млрд] => money amount=2e9 amount_max=3e9 currency=USD
    [€ 40 тыс]. => money amount=40000 currency=EUR
    TOP 30 компаний => no money
    """
    currency, number = found["currency_sign|currency_code"], found["number"]
    tag = "currency_sign" if "currency_sign" in currency.tags else "currency_code"
    word = found.tokens.words[currency.first]
    if tag == "currency_code" and "year" in number.tags:
        return None
    if tag == "currency_code" and currency.entry(tag)["code"] in ("TOP", "ALL", "TRY") and word == word.upper():
        after = found.after()
        if not number.number.scaled or after is None:
            return None
    return _sum(found, number, currency, tag)


@_rule("scaled_sign number")
def letter_then_number(found: Found) -> Value | None:
    """A letter for the tenge sign, glued to a sum with a scale.

    порог ([Т64 млн]) => money amount=6.4e7 currency=KZT
    танк Т64 => no money
    """
    number = found["number"]
    if (
        not number.number.scaled
        or not found.tokens.glued(number.first)
        or not found.tokens.words[found.first].isupper()
    ):
        return None
    return _sum(found, number, found["scaled_sign"], "scaled_sign")


@_rule("number currency number minor")
def major_and_minor(found: Found) -> Value | None:
    """A sum with its hundredths.

    [5 тенге 20 тиын] => money amount=5.2 currency=KZT
    [1 000 рублей 50 копеек] => money amount=1000.5 currency=RUB
    [3 доллара 25 центов] => money amount=3.25 currency=USD
    """
    major, minor = found["number"], found.get("number", 1)
    assert minor is not None
    if (
        minor.number.amount >= 100
        or found["currency"].entry("currency")["code"] != found["minor"].entry("minor")["code"]
    ):
        return None
    value = _sum(found, major, found["currency"], "currency")
    if value is None:
        return None
    return moved(value, amount=tidy(value.amount + minor.number.amount * 0.01))


@_rule("number currency open number currency close", "number currency open number close")
def repeated_in_brackets(found: Found) -> Value | None:
    """A sum said again in words: one mention.

    [5 000 тенге (пять тысяч тенге)] => money amount=5000 currency=KZT
    [300 тенге (триста)] => money amount=300 currency=KZT
    """
    first, second = found["number"], found.get("number", 1)
    assert second is not None
    if first.number.amount != second.number.amount or first.number.words == second.number.words:
        return None
    return _sum(found, first, found["currency"], "currency")


@_rule(
    "number currency|currency_sign dash number currency|currency_sign",
    "number currency|currency_sign bound number currency|currency_sign",
)
def range_said_twice(found: Found) -> Value | None:
    """A range with the currency at both ends.

    от [5 млн тенге до 10 млн тенге] => money amount=5e6 amount_max=1e7 currency=KZT
    [2 млрд тенге – 3 млрд тенге] => money amount=2e9 amount_max=3e9 currency=KZT
    с 5 млн тенге до [10 млн тенге] => money amount=1e7 amount_max=null
    """
    low, high = found["number"], found.get("number", 1)
    ends = found.all("currency|currency_sign")
    assert high is not None
    if not _is_range(found):
        return None
    codes = {a.entry(_tag(a))["code"] for a in ends}
    if len(codes) > 1 or low.number.amount >= high.number.amount or low.number.amount_max or high.number.amount_max:
        return None
    return _sum(found, low, ends[0], _tag(ends[0]), high=high.number.amount)


@_rule("currency_sign number dash currency_sign number", "currency_sign number bound currency_sign number")
def range_of_signs(found: Found) -> Value | None:
    """A range with the sign before both ends.

    [$5–$10 млрд] => money amount=5e9 amount_max=1e10 currency=USD
    от [$100 до $150 млн] => money amount=1e8 amount_max=1.5e8 currency=USD
    с $100 млн до [$150 млн] => money amount=1.5e8 amount_max=null
    """
    low, high = found["number"], found.get("number", 1)
    assert high is not None
    if not _is_range(found):
        return None
    value = _sum(found, low, found["currency_sign"], "currency_sign", high=high.number.amount)
    if value is None or low.number.amount >= high.number.amount:
        return None
    upper = Value(0, 0, high.number.amount, scaled=high.number.scaled)
    return moved(value, amount=scaled_like(low.number, upper)[0], scaled=high.number.scaled)


def _is_range(found: Found) -> bool:
    """Whether «до» between two sums makes a range: «от» stands before the first."""
    middle, before = found.get("bound"), found.before()
    if middle is None:
        return True
    opened = before is not None and "bound" in before.tags and bool(before.entry("bound").get("opens"))
    return opened and bool(middle.entry("bound").get("to"))


# what the words around a sum add


def _completed(value: Value, context: Context) -> Value:
    """The sum with its bound, what it is for, and the country's currency where several share a name."""
    end = context.chain.at[value.last - 1] + 1
    currency = value.currency
    if value.unit is not None:
        currency = _of_country(context, value.unit, context.chain.at[value.first], end) or currency
    return moved(value, currency=currency, unit=None, bound=context.bound(value.number), per=_per(context, end, value))


def _of_country(context: Context, family: str, first: int, end: int) -> str | None:
    """The code of «крона», «песо» and their like: by the country beside it, else the one named most."""
    for near in (end - 2, end):
        if first < near and context.has(near, "currency_country"):
            code = context.atoms[near].entry("currency_country").get(family)
            if code:
                return str(code)
    named = Counter(
        str(a.entry("currency_country")[family])
        for a in context.atoms
        if "currency_country" in a.tags and a.entry("currency_country").get(family)
    )
    return named.most_common(1)[0][0] if named else None


def _per(context: Context, end: int, value: Value) -> str | None:
    """The unit that a sum is for: «тенге за тонну», «на гектар», «в месяц», «тг/м2»; None if the text gives none."""
    if not context.same(value.number, end):
        return None
    if context.has(end, "dot") and context.has(end + 1, "slash"):
        end += 1
    if context.has(end, "slash"):
        return _unit_name(context, end + 1)
    if context.has(end, "in") and context.has(end + 1, "per_time"):
        return str(context.atoms[end + 1].entry("per_time")["unit"])
    if not context.has(end, "during", "onto", "since", "value_preposition") or context.has(end, "in"):
        return None
    at, single = end + 1, False
    if context.has(at, "per_every", "every") or (
        context.has(at, "number") and context.number(at).amount == 1 and context.same(end, at)
    ):
        at, single = at + 1, True
    if context.has(at, "unit", "base") or (single and context.same(end, at) and not context.stops(at)):
        if context.has(end, "onto") and not single and context.has(at, "base") and not _is_single(context, at):
            return None
        return _unit_name(context, at)
    return None


def _is_single(context: Context, at: int) -> bool:
    return any(f.number == "sing" for f in forms(context.word(at))[:2])


def _unit_name(context: Context, at: int) -> str | None:
    if at >= len(context.atoms):
        return None
    if context.has(at, "unit"):
        return str(context.atoms[at].entry("unit")["unit"])
    if context.has(at, "per_time"):
        return str(context.atoms[at].entry("per_time")["unit"])
    word, atom = context.word(at), context.atoms[at]
    if not word or not word[-1].isalpha():
        return None
    if atom.last - atom.first == 2 and forms(context.tokens.lowers[atom.first])[0].pos in ("ADJF", "PRTF"):
        noun = next((f for f in forms(word) if f.pos == "NOUN"), None)
        front = attribute(context.tokens.lowers[atom.first], noun) if noun else None
        return f"{front} {noun.lemma}" if noun and front else forms(word)[0].lemma
    return adjective_lemma(word) if forms(word)[0].pos in ("PRTF", "ADJF") else forms(word)[0].lemma
