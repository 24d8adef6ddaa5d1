"""What the words around a value say of it: its frame, what governs it, whether it lies ahead (SPEC §10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..records import Direction, Mode, TargetKind
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause, Clauses, _words, best_form
from .frames import Frame, comparative, frames
from .periods import Periods, Timed
from .phrases import Phrases

PARTS = frozenset({"percent", "share", "percentage_point"})
_FRAME_POS = frozenset({"VERB", "INFN", "PRTS", "PRTF", "GRND", "NOUN", "COMP"})


@dataclass(frozen=True, slots=True)
class Sense:
    """The frame that governs a value and the word it is said by; `slot` is the preposition or sign before the value.

    `clause` is the value's own, `said` the one whose predicate holds for it: for a list item without a verb the
    opener's.
    """

    frame: Frame | None
    token: int | None
    slot: str  # to, onto, from, in, by, dash, colon, open, amount, own, none, …
    slot_token: int
    clause: Clause
    said: Clause
    is_item: bool = False


class Senses:
    """Reads the senses of one text's values."""

    def __init__(self, chain: Chain, clauses: Clauses, periods: Periods, phrases: Phrases, values: Sequence[Value]) -> None:
        self.chain, self.clauses, self.periods, self.phrases, self.values = chain, clauses, periods, phrases, values
        self.tokens = chain.tokens
        self._last: tuple[Value, Sense] | None = None

    def of(self, value: Value) -> Sense:
        """Returns the sense of a value; one in a row of counts takes what governs the row («5 школ, 3 сада и 2 клуба»)."""
        sense = self._of(value)
        if self._last is not None and sense.frame is None and value.head is not None:
            before, said = self._last
            if said.clause is sense.clause and before.head is not None and sense.slot == "none" and said.frame is not None:
                sense = replace(sense, frame=said.frame, token=said.token)
        self._last = (value, sense)
        return sense

    def _of(self, value: Value) -> Sense:
        clause = self.clauses.at(value.first)
        slot, at = self.slot(value)
        frame, token = self._frame(value, clause, slot)
        said, is_item = clause, False
        if clause.predicate is None:
            opener = self.periods.opener(clause.sentence)
            if opener is not None:
                said = self._last_said(opener, clause)
                is_item = True
                if frame is None and said is not clause and said.predicate is not None:
                    frame = self.frame_at(said.predicate)
                    token = said.predicate if frame is not None else None
        return Sense(frame, token, slot, at, clause, said, is_item)

    def _last_said(self, opener: int, clause: Clause) -> Clause:
        made = [c for c in self.clauses.of(opener) if c.predicate is not None]
        return made[-1] if made else clause

    # what governs a value

    def slot(self, value: Value) -> tuple[str, int]:
        """Returns what governs a value, and the token it stands at (the value's first where nothing does)."""
        i = self._before(value.first)
        if i < 0:
            return "none", value.first
        word, words = self.tokens.lowers[i], _words()
        if word in words["join"]:  # «на 900 и 1200 мест»: the second is governed as the first
            previous = self._ending_at(i) if i == value.first - 1 else None
            if previous is not None and (previous.money, previous.unit) == (value.money, value.unit):
                return self.slot(previous)
        if word == "-" and not self.tokens.glued(i):
            return "dash", i
        if word in (":", "("):
            return ("colon" if word == ":" else "open"), i
        form = best_form(word)
        if form.lemma in words["amount-noun"] and form.pos == "NOUN" and form.case != "nomn":
            return "amount", i
        if word in words["in"] and i > 0 and best_form(self.tokens.lowers[i - 1]).lemma in words["amount-noun"]:
            return "amount", i - 1  # «отметки в 23 процента»
        for name in ("to", "onto", "from", "in", "out-of", "by", "against", "till"):
            if word in words[name]:
                return name, i
        if word in words["prepositions"]:
            return "other", i
        return "none", i

    def _ending_at(self, token: int) -> Value | None:
        return next((v for v in self.values if v.last == token), None)

    def _before(self, token: int) -> int:
        """Returns the token before a value, bounds and adverbs of degree passed over (-1: none in the sentence)."""
        floor = self.tokens.sentences[self.tokens.sentence_of[token]][0]
        degree = _words()["degree"]
        i = token - 1
        while i >= floor:
            atom = self.chain.atoms[self.chain.at[i]]
            if "bound" in atom.tags and not atom.entry("bound").get("to") and self.frame_at(i) is None:
                i = atom.first - 1
            elif self.tokens.lowers[i] in degree:
                i -= 1
            else:
                return i
        return -1

    def frame_at(self, i: int) -> Frame | None:
        """Returns the frame of a token's word, unless it stands inside a name."""
        word = self.tokens.lowers[i]
        if len(word) < 3 or not word.isalpha() or i in self.phrases.names:
            return None
        form = best_form(word)
        if form.pos not in _FRAME_POS:
            return None
        if form.pos == "COMP":
            return comparative(form.lemma)
        frame = frames().get(form.lemma)
        if frame is None or frame.noun != (form.pos == "NOUN"):
            return None
        if form.pos == "VERB" and i > 0 and self.tokens.lowers[i - 1] in _words()["prepositions"]:
            return None
        return frame

    def _frame(self, value: Value, clause: Clause, slot: str) -> tuple[Frame | None, int | None]:
        """Returns the frame word that governs a value: its own, the nearest verb before it, or a noun that fits better."""
        for i in range(value.first, value.last):
            frame = self.frame_at(i)
            if frame is not None and frame.factor is not None:
                return frame, i
        if slot in ("onto", "in") and value.last < clause.last:  # «на четверть больше»
            frame = self.frame_at(value.last)
            if frame is not None and frame.takes_delta and best_form(self.tokens.lowers[value.last]).pos == "COMP":
                return frame, value.last
        noun: tuple[Frame, int] | None = None
        for i in range(value.first - 1, clause.first - 1, -1):
            frame = self.frame_at(i)
            if frame is None:
                continue
            pos = best_form(self.tokens.lowers[i]).pos
            if pos == "NOUN":
                if noun is None and self._noun_fits(frame, i, value, slot):
                    noun = (frame, i)
            elif pos == "PRTF":
                if value.first - i <= 1 and slot == "none":
                    return frame, i
            elif pos == "COMP":
                if slot in ("onto", "in") and value.first - i <= 3:
                    return frame, i
            elif noun is not None and (frame.kind not in ("reach", "keep") or noun[1] > i):
                return noun
            else:
                return frame, i
        if noun is not None:
            return noun
        if clause.predicate is not None and clause.predicate >= value.last:
            frame = self.frame_at(clause.predicate)
            if frame is not None:
                return frame, clause.predicate
        for i in range(value.last, clause.last):
            frame = self.frame_at(i)
            if frame is None or frame.noun:
                continue
            pos = best_form(self.tokens.lowers[i]).pos
            if pos == "COMP":
                if slot in ("onto", "in") and i - value.last <= 1:
                    return frame, i
            elif pos != "PRTF" or (i - value.last <= 1 and "past" in best_form(self.tokens.lowers[i]).marks):
                return frame, i
        return None, None

    def _noun_fits(self, frame: Frame, i: int, value: Value, slot: str) -> bool:
        """Whether a noun governs the value as its complement, rather than being the subject or object of a verb."""
        near = value.first - i
        if self._is_tail(i):
            return False
        if frame.kind == "change":
            if slot in ("to", "onto", "in") or (value.unit == "times" and slot in ("in", "none")):
                return self._reaches(i, value.first)
            return slot == "none" and near <= 2
        if frame.kind in ("make", "spend", "get", "exist"):
            if value.unit == "times" or (frame.kind == "spend" and not value.money):
                return False
            if slot == "amount" and frame.kind in ("spend", "get"):
                return self._reaches(i, value.first)
            return (slot == "none" and self._near(i, value.first)) or (slot == "dash" and self._reaches(i, value.first))
        return slot == "none" and near <= 2

    def _near(self, i: int, end: int) -> bool:
        """Whether only bounds and degree words stand between a noun and the value it governs."""
        return self._before(end) == i or end - i <= 2

    def _reaches(self, i: int, end: int) -> bool:
        """Whether no verb stands between a noun and the value."""
        return not any(
            best_form(w).pos in ("VERB", "INFN", "PRTS") for w in self.tokens.lowers[i + 1 : end] if len(w) > 3 and w.isalpha()
        )

    def _is_tail(self, i: int) -> bool:
        """Whether a noun hangs on the noun before it («темп роста», «объем производства»)."""
        if i == 0 or not self.phrases.has_case(i, "gent"):
            return False
        previous = i - 1
        while previous > 0 and self.phrases.is_adjective(previous):
            previous -= 1
        form = best_form(self.tokens.lowers[previous])
        return form.pos == "NOUN" and self.tokens.words[previous].isalpha() and "cue" not in self._tags(previous)

    def _tags(self, i: int) -> frozenset[str]:
        return self.chain.atoms[self.chain.at[i]].tags

    # what it says

    def is_ahead(self, sense: Sense, value: Value) -> bool | None:
        """Whether the value is aimed at (True), holds or was reached (False), or says neither (None)."""
        clause, said, frame = sense.clause, sense.said, sense.frame
        timed = self.periods.of(value, clause)
        deadline = timed is not None and timed.role == "deadline"
        if frame is not None and frame.noun and frame.kind in ("make", "spend") and self._approved(said):
            return True
        if said.tense == "past" and not said.modal and not self._is_ordered(said):
            governs = deadline or (timed is None and self.periods.has_deadline(said))
            return frame is not None and frame.kind == "spend" and (said.passive or frame.budget) and governs
        if said.tense == "past" and said.cue is not None and said.cue.get("kind") == "forecast":
            return False
        if said.modal or said.tense == "future" or self._is_ordered(said):
            return True
        aim = any(self._is_aim(i) for i in range(clause.first, value.first))
        if said.tense == "present":
            if aim or (frame is not None and frame.under_way and sense.slot in ("none", "dash")):
                return True
            if self.tokens.lowers[sense.slot_token] in _words()["now"]:
                return False
            governs = deadline or (timed is None and self.periods.has_deadline(said))
            governs = governs or (timed is not None and self.periods.starts_ahead(timed))
            return governs and frame is not None and frame.kind in ("change", "spend", "make", "get")
        if aim or (deadline and not self._is_afterthought(sense, value, timed)):
            return True
        past = timed is not None and timed.role == "past"
        if not past and (self.periods.listed_deadline(clause) or (sense.slot == "to" and self.periods.carried_deadline(clause))):
            return True
        if frame is None and timed is None and sense.slot in ("dash", "colon"):
            return None
        return False

    def _is_afterthought(self, sense: Sense, value: Value, timed: Timed | None) -> bool:
        """Whether a time behind a comma only follows a verbless value («доход – 5 млрд тенге, 2020 г.»)."""
        if sense.frame is not None or timed is None or timed.first < value.last:
            return False
        return "," in self.tokens.words[value.last : timed.first]

    def _is_aim(self, i: int) -> bool:
        atom = self.chain.atoms[self.chain.at[i]]
        return "cue" in atom.tags and bool(atom.entry("cue").get("noun"))

    def _is_ordered(self, clause: Clause) -> bool:
        return clause.cue is not None and not clause.cue.get("noun", False) and clause.cue.get("kind") is not None

    def _approved(self, clause: Clause) -> bool:
        return any("approval" in self._tags(i) for i in range(clause.first, clause.last))

    def is_said(self, sense: Sense, value: Value) -> bool:
        """Whether a predicate or a noun of change says the value at all."""
        frame, clause, slot = sense.frame, sense.clause, sense.slot
        if slot == "open":
            return self.signed(value) is not None
        if value.unit == "times" and frame is not None:
            return slot not in ("other", "out-of")
        if frame is not None:
            if frame.onto:
                return slot in ("onto", "to")
            if frame.kind == "change":
                return slot != "other" and slot != "out-of"
            if frame.kind in ("make", "spend", "get", "exist"):
                if slot == "onto":
                    return value.money and frame.kind in ("make", "get") and not frame.noun
                if slot == "in":
                    counted = value.head is not None and (frame.kind != "exist" or self._is_near(sense, value))
                    return (counted or frame.cost) and not frame.noun
                if slot == "out-of":
                    return frame.kind in ("make", "exist")
                if slot == "to":
                    return value.money or value.unit in PARTS
                if slot in ("none", "dash", "colon", "amount"):
                    return not (slot == "colon" and value.unit in PARTS)
                return slot == "by" and frame.kind == "spend"
            return slot not in ("other", "by", "out-of", "in", "from", "till") and (slot != "onto" or frame.direction is not None)
        if clause.predicate is not None and clause.tense is not None:
            if value.unit in PARTS and slot in ("none", "amount"):
                return -3 <= clause.predicate - value.last <= 3 or abs(value.first - clause.predicate) <= 3
            return slot in ("none", "dash", "amount") or (slot == "onto" and value.unit == "percent")
        if slot in ("dash", "colon", "none") and sense.is_item:
            return True
        timed = self.periods.of(value, clause)
        if slot in ("dash", "none", "colon"):
            if timed is not None and timed.role in ("deadline", "past"):
                return True
            return (slot == "dash" and self.periods.carried_deadline(clause)) or self._exists(sense, value)
        return slot == "to" and (timed is not None and timed.role == "deadline")

    def _is_near(self, sense: Sense, value: Value) -> bool:
        """Whether the verb stands right before what it governs («действуют в четырех городах»)."""
        return sense.token is not None and 0 < sense.slot_token - sense.token <= 1

    def _exists(self, sense: Sense, value: Value) -> bool:
        """«Сейчас в регионе 412 школ»: a verbless sentence that says what there is."""
        clause = sense.clause
        words = self.tokens.lowers[clause.first : value.first]
        return value.head is not None and sense.slot == "none" and any(w in _words()["now"] for w in words)

    def signed(self, value: Value) -> Direction | None:
        """The direction that a sign says: «(+2,9%)»."""
        sign = self.tokens.words[value.first]
        if sign in "+-" and len(sign) == 1:
            return "up" if sign == "+" else "down"
        before = value.first - 1
        if before >= 0 and self.tokens.words[before] in ("+", "-") and self.tokens.glued(value.first):
            return "up" if self.tokens.words[before] == "+" else "down"
        return None

    def mode(self, sense: Sense, value: Value) -> tuple[Mode, Direction | None]:
        """Returns the mode and the direction that the frame and its slot say."""
        frame, slot = sense.frame, sense.slot
        direction = frame.direction if frame is not None and frame.kind == "change" else None
        if slot == "open":
            return "delta", self.signed(value)
        if value.unit == "times":
            return "factor", direction
        if frame is None:
            if slot in ("dash", "colon") or sense.said.tense in ("present", None) or value.unit in PARTS:
                return "level", None
            return "count", None
        if frame.kind == "change":
            if frame.factor is not None and sense.token is not None and value.first <= sense.token < value.last:
                return "factor", direction
            if slot == "onto" or (frame.noun and slot == "none") or (slot in ("none", "amount") and frame.takes_delta):
                return "delta", direction
            return "level", direction
        if frame.kind == "reach":
            if slot == "onto" and frame.takes_delta and not frame.onto:
                return "delta", frame.direction
            if (frame.becomes or frame.name == "secure") and value.head is not None and sense.slot == "none":
                return ("level" if sense.said.tense == "present" and not sense.said.modal else "count"), None
            return "level", frame.direction
        if frame.kind in ("keep", "exist"):
            return "level", None
        if value.unit in PARTS and frame.kind != "spend":
            return "level", None
        if slot == "dash" and frame.noun:
            return "level", None
        if sense.said.tense == "present" and not sense.said.modal and sense.said.cue is None and not frame.under_way:
            return "level", None
        return "count", None

    def kind(self, sense: Sense, value: Value, *, is_spending: bool) -> TargetKind:
        """Returns goal, forecast or allocation."""
        frame, said = sense.frame, sense.said
        if value.money and frame is not None and (frame.kind in ("spend", "make") or frame.incoming):
            return "allocation"
        if is_spending and (frame is None or frame.kind not in ("change",) or frame.noun):
            return "allocation"
        if said.cue is not None and said.cue.get("kind") == "forecast":
            return "forecast"
        if said.modal or said.cue is not None:
            return "goal"
        undecided = not frame.decides if frame is not None else self._is_intransitive(said)
        if undecided and said.tense == "future" and not said.plural_we:
            return "forecast"
        return "goal"


    def _is_intransitive(self, clause: Clause) -> bool:
        """Whether the predicate is an active verb without an object: its subject does not decide."""
        if clause.predicate is None or clause.passive:
            return False
        return "intr" in best_form(self.tokens.lowers[clause.predicate]).marks


def widened(clause: Clause, first: int) -> Clause:
    """Returns the clause from another first token on."""
    return replace(clause, first=first)


__all__ = ["PARTS", "Sense", "Senses", "Timed", "widened"]
