"""Whether a predicate or a noun of change says a value, by what governs it (SPEC §10)."""

from __future__ import annotations

from ..values.value import Value
from .clauses import Clause
from .frames import Frame
from .manners import signed
from .partitives import Partitives
from .periods import Periods
from .rows import Rows
from .senses import PARTS, TIMES, Sense, Senses
from .syntax import best_form, counted_units, listed


class Governed:
    """Tells which values of one text a predicate governs."""

    def __init__(self, senses: Senses, periods: Periods) -> None:
        self.senses, self.periods = senses, periods
        self.chain, self.tokens = senses.chain, senses.tokens
        self.rows = Rows(senses.chain, senses.phrases, periods.layout)

    def is_said(self, sense: Sense, value: Value) -> bool:
        """Whether a predicate or a noun of change says the value at all."""
        frame, clause, slot = sense.frame, sense.clause, sense.slot
        if slot == "from" and self.senses.is_ranked(clause):
            return True  # «второе место заняла область с 2,1 тыс. литров»
        if slot == "open":
            return signed(self.tokens, value) is not None
        if value.unit == "times" and frame is not None:
            return slot not in ("other", "out-of")
        if frame is not None:
            bare = sense.is_item and slot == "none" and value.unit in PARTS  # «объявили торги: 40% акций АО «…»; …»
            return not (bare and frame.kind in ("make", "spend", "get")) and self._is_governed(frame, sense, value)
        wanted = clause.cue is not None and clause.cue_token == clause.predicate and value.head is not None
        told = clause.tense is not None or wanted or (clause.modal and clause.cue is not None)  # «нужно 10 теплиц»
        if clause.predicate is not None and told:
            if slot == "amount" and sense.said.cue is not None:
                return True  # «прогнозируется инфляция на уровне 8%»
            most = slot == "to" and value.bound == "at_most" and value.unit in PARTS  # «теряется до 40% поливной воды»
            if most and self.senses.phrases.object(value.last, clause.last, "gent") is not None:
                return abs(value.first - clause.predicate) <= 3
            if value.unit in PARTS and slot in ("none", "amount"):
                if clause.cue is not None and clause.cue.get("kind") == "forecast" and clause.predicate < value.first:
                    return True  # «Нацбанк прогнозирует инфляцию в пределах 8–8,5%»
                if self._is_in_row(value, clause):
                    return True
                return -3 <= clause.predicate - value.last <= 3 or abs(value.first - clause.predicate) <= 3
            if slot == "in" and (self._is_only_one(value, clause) or self._is_share_of_places(value)):
                return True
            if (slot == "by" and not value.money and self._is_each(value)) or self._is_of_things(value, sense):
                return True
            return slot in ("none", "dash", "amount", "colon") or (
                slot == "onto" and value.unit in ("percent", "share")
            )
        if sense.is_item and (slot in ("dash", "colon", "none") or (slot == "amount" and sense.said.cue is not None)):
            return True
        if slot in ("dash", "colon") and any(self.is_aim(i) for i in range(clause.first, value.first)):
            return True  # «по плану – 40 км»
        if slot == "none" and clause.predicate is None and self._is_bare_share(value, clause):
            return True
        timed = self.periods.of(value, clause)
        if slot in ("dash", "none", "colon"):
            if timed is None and self.is_planned_work(sense, value):
                return True
            if timed is not None and timed.role in ("deadline", "past"):
                return True
            if slot == "dash" and (self.periods.carried_deadline(clause) or self.is_equated(sense, value)):
                return True
            return self._exists(sense, value)
        return slot == "to" and (timed is not None and timed.role == "deadline")

    def _is_governed(self, frame: Frame, sense: Sense, value: Value) -> bool:
        """Whether a frame takes a value in this slot."""
        slot = sense.slot
        placing = frame.kind in ("make", "spend", "get", "exist") or frame.name == "secure"
        if placing and self._is_beside(frame, sense, value):
            return True
        if slot == "onto" and value.money and not frame.noun and self._is_worth(value, sense):
            return True
        if frame.onto and frame.kind == "make" and slot == "onto" and value.head is None:
            return True  # «вывести показатель на 23 процента»
        if frame.onto and frame.kind != "make":
            # «по итогам года вышло 4,8%», «на рынок вышли 30 фирм»
            said = None if sense.token is None else best_form(self.tokens.lowers[sense.token])
            came = said is not None and said.tense == "past" and (said.gender == "neut" or said.number == "plur")
            beyond = slot == "other" and self.tokens.lowers[sense.slot_token] in listed("beyond")
            return slot in ("onto", "to", "amount", "dash") or beyond or (came and slot in ("none", "by"))
        if frame.kind == "change":
            return slot not in ("other", "out-of") and not (slot == "in" and value.head is not None)
        if slot == "till":
            return frame.toward
        placed = slot == "in" and not frame.cost and not frame.noun
        if placed and (self._is_only_one(value, sense.clause) or self._is_share_of_places(value)):
            return True
        if frame.kind in ("reach", "keep"):
            if slot == "onto":
                supplies = frame.name == "secure" or sense.said.passive  # «обеспечить рынок на 90%»
                return frame.direction is not None or (value.unit in PARTS and supplies)
            if slot == "other":
                return frame.name == "exceed" and self.tokens.lowers[sense.slot_token] in listed("beyond")
            return frame.cost if slot == "in" else slot in ("none", "to", "dash", "colon", "amount")
        if slot == "by" and self._is_each(value):
            lemma = "" if sense.token is None else best_form(self.tokens.lowers[sense.token]).lemma
            return not frame.noun and not (value.money and lemma in listed("trading"))
        if slot == "onto" and value.unit in listed("extent") and sense.said.passive and frame.kind == "make":
            inside = (v for v in self.periods.values_beside(value) if sense.clause.first <= v.first < sense.clause.last)
            return all(v.head is None for v in inside)  # «капельное орошение внедрено на 6,4 тыс. га»
        if slot == "onto":
            parts = value.unit in PARTS and frame.kind == "make"  # «парк обновят на 40%»
            parts = parts or (value.unit in PARTS and sense.said.passive)
            return (value.money or parts) and frame.kind in ("make", "get", "spend") and not frame.noun
        if slot == "in":
            return frame.cost and not frame.noun
        if slot == "to":
            most = value.bound == "at_most" and not frame.noun  # «построят до 50 школ»
            return value.money or value.unit in PARTS or most
        if slot == "colon":
            return value.unit not in PARTS
        if slot == "out-of":
            return frame.kind in ("make", "exist")
        return slot in ("none", "dash", "amount") or (slot == "by" and frame.kind == "spend")

    def _follows_row(self, value: Value, sense: Sense) -> bool:
        """Whether a row behind dashes has begun before the value («доходы – 92 млрд, активы – 61»)."""
        before = self.periods.value_before(value)
        if before is None or not sense.clause.first <= before.first < sense.slot_token <= before.last + 6:
            return False
        alike = (before.money, before.unit, before.currency) == (value.money, value.unit, value.currency)
        return alike and self.senses.slot(before)[0] == "dash" and self.tokens.words[before.last] in (",", ";")

    def _is_share_of_places(self, value: Value) -> bool:
        """Whether a share is of the things where it is so («стекла вставлены в 92% домов»)."""
        if value.unit not in ("percent", "share") or value.last >= len(self.tokens):
            return False
        return self.senses.phrases.object(value.last, min(value.last + 4, len(self.tokens)), "gent") is not None

    def _is_worth(self, value: Value, sense: Sense) -> bool:
        """Whether a sum says what the things right before it are worth («14 тыс. проектов на 1,1 трлн тенге»)."""
        before = self.periods.value_before(value)
        return before is not None and before.head is not None and before.last == sense.slot_token

    def _is_only_one(self, value: Value, clause: Clause) -> bool:
        """Whether so many places are all that a clause counts («учителей не хватает в 34 селах»)."""
        noun = value.last - 1 if value.head is None else value.head
        counted = value.head is not None or value.unit in counted_units()
        if not counted or not self.senses.phrases.has_case(noun, "loct"):
            return False
        inside = (v for v in self.periods.values_beside(value) if clause.first <= v.first < clause.last)
        return value.unit not in TIMES and not any(inside)

    def _is_bare_share(self, value: Value, clause: Clause) -> bool:
        """Whether a bound stands for the verb («доля просрочки менее 5 процентов»)."""
        if value.unit not in PARTS or value.bound == "exact" or "bound" not in self.chain.tags(value.first - 1):
            return False
        span = self.senses.phrases.subject(clause, value.first)
        return span is not None and span[1] - span[0] > 1

    def _is_of_things(self, value: Value, sense: Sense) -> bool:
        """Whether what is done to things is told by their sum («предотвращены нарушения на 210 млрд тенге»)."""
        at, end = sense.clause.predicate, sense.slot_token
        if at is None or not sense.clause.passive or sense.slot != "onto" or not value.money:
            return False
        things = self.senses.phrases.object(at + 1, end, "nomn", "gent")
        return things is not None and things[1] == end

    def _is_in_row(self, value: Value, clause: Clause) -> bool:
        """Whether another share stands between the verb and the value («завозим 42% птицы и треть сыров»)."""
        at = clause.predicate
        if at is None or at > value.first:
            return False
        before = self.periods.value_before(value)
        return before is not None and before.unit in PARTS and at < before.first and value.first - at <= 24

    def _is_each(self, value: Value) -> bool:
        """Whether «по» gives so many to each («открывают по 12 магазинов»), and is no «о» («по 12 проектам»)."""
        noun = value.last - 1 if value.head is None else value.head
        return value.head is None or not self.senses.phrases.has_case(noun, "datv")

    def _is_beside(self, frame: Frame, sense: Sense, value: Value) -> bool:
        """Whether a preposition and a case say where, to or with how many things it is done («на 45 объектах»)."""
        if frame.noun or not (value.head is not None or value.unit in counted_units()):
            return False
        if sense.slot == "in":
            return frame.kind != "exist" or self._is_near(sense, value)
        case = {"onto": "loct", "till": "datv", "from": "ablt"}.get(sense.slot)
        noun = value.last - 1 if value.head is None else value.head
        if case is None or not self.senses.phrases.has_case(noun, case):
            return False
        if sense.slot == "onto":
            return self.tokens.words[value.first][0].isdigit()  # «на двух станциях» only says where
        if sense.slot == "till" or frame.partner:
            return True
        before = self.tokens.lowers[sense.clause.first : value.first]
        return any(best_form(w).lemma in listed("dealing") for w in before)

    def is_equated(self, sense: Sense, value: Value) -> bool:
        """«Доля малого бизнеса – 28%»: a dash between a subject and a share or count of its own sentence."""
        first, last = self.tokens.sentences[sense.clause.sentence]
        if sense.slot == "dash" and self.rows.of(value, sense.slot_token) is not None:
            return True  # «Добыча нефти по компаниям: … – 27 млн тонн»
        if value.money or (value.unit not in PARTS and value.head is None):
            span = self.senses.phrases.subject(sense.clause, sense.slot_token)
            if span is None or value.per is not None:
                return False
            owned = span[0] > 0 and self.tokens.lowers[span[0] - 1] in listed("possessive")
            if span[1] - span[0] < 2 and not owned:
                lemma = best_form(self.tokens.lowers[span[0]]).lemma
                headed = span[0] > 0 and self.tokens.words[span[0] - 1] == ":"  # «Заводы: объем – 182 млрд»
                return headed or lemma in listed("flow") or self._follows_row(value, sense)
            heads = {best_form(w).lemma for w in self.tokens.lowers[span[0] : span[1]]}
            if heads & ((listed("size") - listed("stock")) | listed("price")):
                return False
        if value.head is not None and self.tokens.lowers[sense.clause.first] in listed("where"):
            return True  # «В штате – 17,6 тыс. сотрудников»
        ends = self.tokens.words[last - 1] in (".", "!", "?", "»", ";") or last - first > 25
        ends = ends or not self.tokens.words[first][0].isalnum()  # a line behind a bullet
        return ends and self.senses.phrases.subject(sense.clause, sense.slot_token) is not None

    def _is_like(self, value: Value, clause: Clause) -> bool:
        """Whether a short adjective says what a share is like («92% услуг доступны», «80% опрошенных довольны»)."""
        phrases, end, words = self.senses.phrases, value.last, self.tokens.words
        before = self.senses.before(value.first)
        if before >= clause.first and best_form(self.tokens.lowers[before]).lemma in listed("available"):
            return True  # «доступно 92% услуг», «вакантны 386 ставок»
        of_it = (i for i in range(end, clause.last) if words[i][0].isalpha() and i not in phrases.barred)
        behind = next((i for i in of_it if not phrases.has_case(i, "gent")), end)
        return behind > end and best_form(self.tokens.lowers[behind]).pos == "ADJS"

    def _is_near(self, sense: Sense, value: Value) -> bool:
        """Whether the verb stands right before what it governs («действуют в четырех городах»)."""
        return sense.token is not None and 0 < sense.slot_token - sense.token <= 1

    def _exists(self, sense: Sense, value: Value) -> bool:
        """«Сейчас в регионе 412 школ»: a verbless sentence that says what there is."""
        clause = sense.clause
        words = self.tokens.lowers[clause.first : value.first]
        counted = value.first > 0 and self.tokens.lowers[value.first - 1] in listed("counted-pronoun")
        if sense.slot == "none" and clause.predicate is None:
            of_things = value.unit in PARTS and self.senses.phrases.object(value.last, clause.last, "gent") is not None
            placed = self.tokens.lowers[clause.first] in listed("where") and (value.head is not None or of_things)
            if placed or Partitives(self.chain, self.senses.phrases).of(clause.first, value.first) is not None:
                return True  # «В зоне риска 214 сел», «Вкладчиков у нас 2 миллиона»
        told = value.unit in PARTS or value.head is not None
        if told and sense.slot in ("none", "dash") and self._is_like(value, clause):
            return True
        told = value.head is not None or value.unit in PARTS or counted  # «сейчас их 410»
        told = told or self.senses.phrases.object(value.last, clause.last, "gent") is not None  # «сейчас 47 тонн угля»
        return told and sense.slot == "none" and any(w in listed("now") for w in words)

    def is_planned_work(self, sense: Sense, value: Value) -> bool:
        """Whether an item or a sum of a plan that its title dates says what is to be done or spent."""
        if not self.periods.titled:
            return False
        frame = sense.frame
        if frame is not None and frame.noun and frame.kind in ("make", "spend", "get", "change"):
            return self.periods.is_item(sense.clause.sentence)
        return value.money and sense.slot in ("colon", "dash", "none") and self.names_spending(sense)

    def names_spending(self, sense: Sense) -> bool:
        lowers = self.tokens.lowers[sense.clause.first : sense.slot_token]
        return any(best_form(w).lemma in listed("spending") for w in lowers[:6] if w.isalpha())

    def is_aim(self, i: int) -> bool:
        atom = self.chain.atoms[self.chain.at[i]]
        return "cue" in atom.tags and bool(atom.entry("cue").get("noun"))
