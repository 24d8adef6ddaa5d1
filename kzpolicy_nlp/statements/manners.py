"""How a value is meant: level, change, factor or count; goal, forecast or allocation (SPEC §10)."""

from __future__ import annotations

import functools

from ..records import Direction, Mode, TargetKind
from ..text.morphology import forms
from ..text.tokens import Tokens
from ..values.value import Value
from .asides import Timed
from .clauses import Clause
from .frames import Frame
from .periods import Periods
from .senses import PARTS, Sense, Senses
from .syntax import best_form, listed


class Manners:
    """Reads the manners of one text's values."""

    def __init__(self, senses: Senses, periods: Periods) -> None:
        self.senses, self.periods, self.phrases = senses, periods, senses.phrases
        self.chain, self.tokens = senses.chain, senses.tokens

    def mode(self, sense: Sense, value: Value, *, ahead: bool) -> tuple[Mode, Direction | None]:
        """Returns the mode and the direction that the frame and its slot say; `ahead`: of a target."""
        frame, slot = sense.frame, sense.slot
        direction = frame.direction if frame is not None and frame.kind == "change" else None
        sign = signed(self.tokens, value)
        if slot == "open" or (sign is not None and self._says_change(sense, value, sign)):
            return "delta", sign  # «(+2,9%)», «минус 0,1 п.п. к прошлому году»
        if value.unit == "times":
            return "factor", direction
        if frame is None:
            way = self._named_change(sense, value)
            return ("delta", way) if way is not None else (self._bare_mode(sense, value, ahead=ahead), None)
        if frame.kind == "change":
            return self._mode_of_change(frame, sense, value)
        if frame.name == "exceed" and sense.said.negated:
            return "level", None
        if frame.deed and slot == "none" and self.tokens.lowers[value.first - 1] not in listed("beyond"):
            return "count", None  # «порт перевалил 3 млн тонн», but «экспорт перевалил за 3 млн тонн»
        if frame.kind == "reach":
            if slot == "onto" and frame.takes_delta and not frame.onto:
                return "delta", frame.direction
            told = frame.becomes or frame.name == "secure" or self._is_done(sense)
            if told and value.head is not None and slot == "none" and not self._holds(frame, sense, value, ahead=ahead):
                return ("level" if sense.said.tense == "present" and not sense.said.modal else "count"), None
            return "level", frame.direction
        if slot == "onto" and value.money and frame.kind == "keep" and not frame.onto:
            return "count", None  # «поддержано 14 тыс. проектов на 1,1 трлн тенге»
        if frame.kind == "exist" or (frame.kind == "keep" and not (slot == "none" and value.head and frame.decides)):
            return "level", None  # but «сохранить 20 тысяч рабочих мест»
        if slot == "onto" and frame.onto:
            return "level", "up"
        stays = (slot == "till" and frame.toward) or (slot == "dash" and frame.noun)
        if value.unit in PARTS or stays or self._holds(frame, sense, value, ahead=ahead):
            return "level", None
        if sense.said.tense == "present" and not ahead and not sense.said.modal and sense.said.cue is None:
            return "level", None  # «реализуются 25 проектов» holds now, «до 2030 года реализуют 25 проектов» is to come
        return "count", None

    def _is_done(self, sense: Sense) -> bool:
        """Whether a short participle is the predicate («зафиксировано 300 случаев»)."""
        said = sense.said.predicate
        return said is not None and best_form(self.tokens.lowers[said]).pos == "PRTS"

    def _says_change(self, sense: Sense, value: Value, sign: Direction) -> bool:
        """Whether a sign makes the value a change, and no level below zero («рост составил минус 2%»)."""
        spelled = self.tokens.lowers[value.first].isalpha() or self.tokens.lowers[value.first - 1].isalpha()
        if sense.frame is None:
            return sense.slot != "dash" or (spelled and value.unit in PARTS)
        return spelled and sign == "up" and sense.frame.kind != "change"  # «это плюс 7% к прошлому году»

    def _named_change(self, sense: Sense, value: Value) -> Direction | None:
        """The direction of a change that a noun alone names before a dash («сделано 80 машин, рост – 12%»)."""
        i = sense.slot_token - 1
        if sense.slot != "dash" or value.unit not in PARTS or i < 1 or self.tokens.words[i - 1] not in (",", "(", ";"):
            return None
        frame = self.senses.frame_at(i)
        return frame.direction if frame is not None and frame.noun and frame.kind == "change" else None

    def _bare_mode(self, sense: Sense, value: Value, *, ahead: bool) -> Mode:
        """The mode of a value that no frame governs."""
        said = sense.said
        if value.unit in PARTS:
            return "level"
        if said.modal:
            return "count"
        if sense.slot in ("dash", "colon") or said.tense == "present" or (sense.clause.predicate is None and not ahead):
            return "level"  # also «(сейчас их 410)» beside a list opener in the past
        if said.tense is None:
            opens = sense.slot == "none" and all(not w[0].isalpha() for w in self._opening(value, sense))
            return "count" if opens and ahead and value.head is not None else "level"
        return "level" if said.tense == "past" and self._lasts(said) else "count"

    def _opening(self, value: Value, sense: Sense) -> list[str]:
        return self.tokens.words[sense.clause.first : value.first]

    def _lasts(self, clause: Clause) -> bool:
        """Whether the predicate is an imperfective past: what was so («на площадке трудились 400 человек»)."""
        form = None if clause.predicate is None else best_form(self.tokens.lowers[clause.predicate])
        lasting = form is not None and form.pos == "VERB" and form.aspect == "impf"
        return lasting and not clause.passive and form is not None and form.lemma not in listed("be")

    def _holds(self, frame: Frame, sense: Sense, value: Value, *, ahead: bool) -> bool:
        """Whether a short participle says what is so, and not what was done in a time («охвачены 214 сел»)."""
        if not frame.holds or ahead or sense.token is None or sense.said.tense != "past":
            return False
        if best_form(self.tokens.lowers[sense.token]).pos != "PRTS":
            return False
        timed = self.periods.of(value, sense.clause)
        return timed is None or timed.first_day is None or timed.first_day == timed.last_day

    def _mode_of_change(self, frame: Frame, sense: Sense, value: Value) -> tuple[Mode, Direction | None]:
        slot, direction, parts = sense.slot, frame.direction, value.unit in PARTS
        if frame.factor is not None and sense.token is not None and value.first <= sense.token < value.last:
            return "factor", direction
        if slot == "none" and self.tokens.lowers[value.first - 1] in listed("above-or-below"):
            return "level", direction if not sense.said.negated else None  # «опустится ниже 8 процентов»
        if slot == "none" and not frame.decides and parts and (sense.token or 0) < value.first:
            return "delta", direction
        if slot == "onto" or (frame.noun and slot == "none") or (slot in ("none", "amount") and frame.takes_delta):
            return "delta", direction
        if slot == "none" and not frame.decides and not value.money and not parts:
            return "count", None  # «из 508 наименований подорожало 431»
        return "level", direction

    def kind(self, sense: Sense, value: Value, timed: Timed | None, *, is_spending: bool) -> TargetKind:
        """Returns goal, forecast or allocation; `timed` is the time that governs the value."""
        frame, said = sense.frame, sense.said
        earns = frame is not None and frame.yields and not (frame.noun and sense.slot == "dash")
        earns = earns and not self._is_given_to_people(said, value)
        spends = frame is not None and (frame.kind == "spend" or (frame.kind == "make" and not earns))
        if value.money and frame is not None and (spends or frame.incoming):
            return "allocation"
        if is_spending and (frame is None or frame.noun or (frame.kind not in ("change", "get") and not earns)):
            return "allocation"
        changes = frame is not None and frame.kind == "change"
        if is_spending and changes and said.modal and said.cue is None and self._amends_budget:
            return "allocation"  # «резерв уменьшить на 18 млрд тенге»
        if (spends or frame is None) and said.tense == "future" and self._is_share_of_sum(value):
            return "allocation"  # «половину суммы предоставит банк»
        if said.cue is not None and said.cue.get("kind") == "forecast":
            return "forecast"
        if said.modal or said.cue is not None:
            return "goal"
        if self._is_told_of_plan(said):
            return "goal"
        if said.subordinate in listed("when") or self.periods.is_planned(sense.clause):
            return "goal"
        if self._is_programme and not self._is_expected(said):
            return "goal"  # a programme's own figure
        if said.tense == "future" and not said.plural_we and self._is_hoped(said):
            return "forecast"
        if said.tense != "future" or said.plural_we or (timed is not None and timed.role == "start"):
            return "goal"  # also «с 1 июля тариф повысится до …»
        return "forecast" if self._is_undecided(sense, value) else "goal"

    def _is_hoped(self, said: Clause) -> bool:
        """Whether a clause before, or an aside, says that it is but expected («Ожидается, что …», «как ожидается»)."""
        lowers, first = self.tokens.lowers, self.tokens.sentences[said.sentence][0]
        for i in range(first, min(said.last, len(lowers) - 2)):
            atom = self.chain.atoms[self.chain.at[i]]
            if "cue" not in atom.tags or atom.entry("cue").get("kind") != "forecast" or atom.entry("cue").get("noun"):
                continue
            if i > first and lowers[i - 1] in listed("as") and i >= said.first - 4:
                return True
            behind = lowers[atom.last : atom.last + 2]
            if len(behind) == 2 and behind[0] == "," and behind[1] in listed("that") and i < said.first:
                return True
        return False

    def _is_told_of_plan(self, said: Clause) -> bool:
        """Whether a plan is told by a clause with «что» («планируется, что доля составит 33%»)."""
        if said.subordinate not in listed("that"):
            return False
        return any(w in listed("planned-that") for w in self.tokens.lowers[max(0, said.first - 3) : said.first])

    def _is_given_to_people(self, said: Clause, value: Value) -> bool:
        """Whether money goes to people («потребителям вернут 28 млн тенге»)."""
        span = self.phrases.recipient(said, value.first) or self.phrases.object(value.last, said.last, "datv")
        heads = () if span is None else (i for i in range(*span) if self.phrases.is_noun(i))
        return any(best_form(self.tokens.lowers[i]).animacy == "anim" for i in heads)

    def _is_share_of_sum(self, value: Value) -> bool:
        """Whether a share is one of money («60% суммы», «70 процентов стоимости»)."""
        behind = self.tokens.lowers[value.last : value.last + 3]
        return value.unit in PARTS and any(
            f.lemma in listed("spending") | listed("sum") for w in behind if w.isalpha() for f in forms(w)
        )

    def _is_expected(self, said: Clause) -> bool:
        """Whether the sentence speaks of a forecast («Ожидаемый эффект: …», «по сценарию»)."""
        atoms, at = self.chain.atoms, self.chain.at
        told = (atoms[at[i]] for i in range(*self.tokens.sentences[said.sentence]))
        return any("cue" in atom.tags and atom.entry("cue").get("kind") == "forecast" for atom in told)

    @functools.cached_property
    def _is_programme(self) -> bool:
        """Whether a title names the text a programme of years ahead («Стратегия развития … на 2025–2030 годы»)."""
        named = self.periods.titled - listed("forecast-title")
        if not named:
            return False
        for line in self.tokens.lines[:3]:
            i, end = self.tokens.sentences[line[0]]
            if any(c.tense is not None for c in self.senses.clauses.of(line[0])):
                continue
            while i < end and self.phrases.is_adjective(i):
                i += 1
            form = best_form(self.tokens.lowers[i]) if i < end else None
            if form is not None and form.case == "nomn" and form.lemma in named:
                return True
        return False

    @functools.cached_property
    def _amends_budget(self) -> bool:
        """Whether the first lines speak of a budget, so that orders below set its sums."""
        lines = self.tokens.lines[:3]
        last = min(60, self.tokens.sentences[lines[-1][1] - 1][1]) if lines else 0
        return any(best_form(w).lemma in listed("the-budget") for w in self.tokens.lowers[:last] if w.isalpha())

    def _is_undecided(self, sense: Sense, value: Value) -> bool:
        """Whether the subject of a plain future does not decide («доля вырастет», «реформа сократит очереди»)."""
        frame, said = sense.frame, sense.said
        if said.predicate is None or said.passive:
            return frame is not None and not frame.decides
        if frame is not None and not frame.decides and not frame.noun:
            return True
        form = best_form(self.tokens.lowers[said.predicate])
        if frame is None and "intr" in form.marks:
            return True
        return self._is_done_by_thing(sense, value)

    def _is_of_people(self, value: Value) -> bool:
        """Whether people are counted, who do it themselves («субсидии получат 12 тысяч фермеров»)."""
        return value.head is not None and best_form(self.tokens.lowers[value.head]).animacy == "anim"

    def _is_done_by_thing(self, sense: Sense, value: Value) -> bool:
        """Whether the subject before an active verb is a thing or an event, no body or person."""
        said, predicate, frame = sense.said, sense.said.predicate, sense.frame
        if predicate is None or value.first < predicate or self._is_of_people(value):
            return False
        if frame is not None and frame.kind in ("make", "spend", "exist") and not frame.of_things:
            return False
        if said.subordinate in listed("that") and said.first == predicate - 1:
            return True  # «…, что сбережет 2 млрд кубометров»
        span = self.phrases.subject(said, predicate)
        if span is None:
            return any(w in listed("event") for w in self.tokens.lowers[said.first : predicate])  # «это даст 300 мест»
        behind = self.phrases.object(predicate + 1, value.first, "nomn")
        if behind is not None and not any(self.phrases.has_case(i, "accs") for i in range(*behind)):
            return False  # «мост построит китайская компания»
        head = next((i for i in range(*span) if self.phrases.is_noun(i)), None)
        if head is None or head in self.phrases.names or any(i in self.phrases.names for i in range(*span)):
            return False
        form = best_form(self.tokens.lowers[head])
        if form.animacy == "anim" or form.lemma in listed("agent") | listed("body-noun") | listed("works"):
            return False
        verb = best_form(self.tokens.lowers[predicate])
        return form.pos == "NOUN" and (verb.pos == "INFN" or form.number == verb.number)


def signed(tokens: Tokens, value: Value) -> Direction | None:
    """Returns the direction that a sign says: «(+2,9%)»."""
    sign = tokens.lowers[value.first]
    if sign in listed("plus-sign") | listed("minus-sign"):
        return "up" if sign in listed("plus-sign") else "down"
    before = value.first - 1
    sign = tokens.lowers[before] if before >= 0 else ""
    if sign in listed("plus-sign") | listed("minus-sign") and (sign.isalpha() or tokens.glued(value.first)):
        return "up" if sign in listed("plus-sign") else "down"
    return None
