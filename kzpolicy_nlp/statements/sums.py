"""What the sums of a text are of: the things they are worth, a price, a purpose (SPEC §10 `indicator`)."""

from __future__ import annotations

from ..text.rules import Chain
from .counted import Counted
from .frames import deeds, nominals
from .measured import Measured
from .phrases import Phrases
from .prices import Prices
from .questions import Name, Question
from .senses import PARTS
from .spending import Spending
from .stand_ins import StandIns
from .syntax import best_form, listed, told


class Sums:
    """Names what the sums of one text are of; each method is a rule, None where it does not hold."""

    def __init__(
        self, chain: Chain, phrases: Phrases, counts: Counted, measured: Measured, stand_ins: StandIns
    ) -> None:
        self.tokens, self.phrases, self.counts, self.stand_ins = chain.tokens, phrases, counts, stand_ins
        self.spending, self.prices = Spending(chain, phrases), Prices(chain, phrases, measured)

    def worth(self, asked: Question) -> Name | None:
        """What is worth a sum («12 меморандумов на сумму 5 млрд» → «сумма меморандумов»)."""
        at, clause = asked.sense.slot_token, asked.clause
        if not asked.value.money or asked.sense.slot not in ("amount", "onto") or asked.mode in ("delta", "factor"):
            return None
        while at > clause.first and asked.sense.slot == "amount" and self.tokens.lowers[at] not in listed("onto"):
            at -= 1
        last = asked.before[-1] if asked.before else None
        if last is not None and last.value.head is not None and asked.sense.slot == "onto" and last.indicator:
            beside = at in (last.value.head + 1, self.phrases.extend(last.value.head, at))
            if beside and clause.first <= last.value.head:
                return last.indicator, None  # «выдали 22 тысячи микрокредитов на 140 млрд тенге»
        exists = asked.frame is not None and asked.frame.kind == "reach"  # «портфель насчитывает 41 проект на сумму …»
        things = asked.before[-1].value if asked.before and asked.sense.slot == "amount" and not exists else None
        head = -1 if things is None or things.head is None else things.head
        if things is not None and clause.first <= head < at and at in (head + 1, self.phrases.extend(head, at)):
            said = (last.indicator or "") if last is not None else ""
            if last is not None and last.value is things and said.split(" ")[0] in deeds():
                return said, None  # «выдал 61 тысячу займов на общую сумму 488 млрд тенге»
            made = self.counts.of(things, clause, None, None, case="gent")
            return None if made is None else (f"{told('sum')} {made[0]}", made[1])
        return self.spending.worth(at, clause)

    def priced(self, asked: Question) -> Name | None:
        found = self.prices.of(asked.value, asked.sense.slot, asked.clause, asked.frame, asked.at)
        return None if found is None or self.stand_ins.holds(found[1]) else found

    def amounting(self, asked: Question) -> Name | None:
        """What a sum amounts to («выплаты на общую сумму 33 млн тенге»)."""
        clause, frame, i = asked.clause, asked.sense.frame, asked.sense.slot_token
        if asked.sense.slot != "amount":
            return None
        if best_form(self.tokens.lowers[i]).lemma not in listed("amount-noun") and self.tokens.lowers[i - 1] in listed(
            "onto"
        ):
            return self.phrases.named((self.phrases.start(i, clause.first), i + 1)), None  # «выйти на оборот в 50 млрд»
        if frame is None and asked.value.unit in PARTS and self.tokens.lowers[asked.value.first - 1] in listed("in"):
            rate = self.phrases.last(clause.first, i + 1)  # «рассчитывает на рост ВВП в 5,6%»
            return None if rate is None or rate[1] != i + 1 else (self.phrases.named(rate), rate)
        if frame and frame.kind in ("change", "reach", "keep"):
            return None
        if frame and frame.kind == "spend" and self.spending.governed(asked.value, clause, listed("purpose"), "accs"):
            return None
        while i > clause.first and self.phrases.is_adjective(i - 1):
            i -= 1
        if i <= clause.first or self.tokens.lowers[i - 1] not in listed("onto") | listed("in"):
            return None
        span = self.phrases.fronted(clause, i - 1) or self.phrases.subject(clause, i - 1)
        at = asked.sense.token
        head = None if span is None else next((j for j in range(*span) if self.phrases.is_noun(j)), span[0])
        if span is None or head in self.phrases.names or (at and span[0] <= at < span[1]):
            return None
        return self.phrases.named(span), span

    def spent(self, asked: Question) -> Name | None:
        frame = asked.frame
        last = asked.value.last
        behind = self.tokens.lowers[last : last + 2]
        leads = len(behind) == 2 and behind[0] == "-" and behind[1] in listed("purpose")
        frame = None if leads else frame  # «3 млрд тенге – на увеличение доплат»
        if not asked.value.money or (frame is not None and frame.kind not in ("spend", "make", "get")):
            return None
        found = self.spending.of(asked.value, asked.clause, frame, asked.at, asked.before)
        span = None if found is None else found[1]
        if span is not None and self.tokens.lowers[span[0] - 1] in listed("possessive"):
            owned = self.stand_ins.possessed(span, asked)  # «на их поддержку будет выделено 45 млрд»
            found = found if owned is None else (owned, span)
        name = (found[0] or "") if found is not None else ""
        deed = "" if asked.at is None else nominals().get(best_form(self.tokens.lowers[asked.at]).lemma, "")
        bare = name in ("", deed) or name.endswith(told("of-means"))
        meant = self._meant_for(asked) if bare and frame is not None else None
        return found if meant is None else (meant, None)

    def _meant_for(self, asked: Question) -> str | None:
        """What a pronoun behind «на» stands for («на них направят 5 млрд тенге»)."""
        lowers, clause = self.tokens.lowers, asked.clause
        for i in range(clause.first, min(clause.last, asked.value.first + 6) - 1):
            if lowers[i] in listed("purpose") and best_form(lowers[i + 1]).person == "3per":
                owned = self.phrases.object(i + 2, clause.last, "accs", "gent") if self._is_owner(i + 1) else None
                owner = None if owned is None else self.stand_ins.possessed(owned, asked)  # «на их ремонт выделят …»
                return owner if self._is_owner(i + 1) else self.stand_ins.meant((i + 1, i + 2), asked)
        return None

    def _is_owner(self, i: int) -> bool:
        return self.phrases.is_noun(i + 1) or self.phrases.is_adjective(i + 1)
