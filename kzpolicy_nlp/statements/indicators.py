"""What a value measures, as a nominative noun phrase (SPEC §10 `indicator`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..text.inflection import in_case, in_plural, nominative
from ..text.rules import Chain
from ..values.value import Value
from .becoming import Becoming
from .clauses import Clause
from .completed import Completed
from .counted import Counted
from .elided import Elided
from .frames import frames, nominal
from .fronted import Fronted
from .gaps import Gaps
from .layout import Layout
from .measured import Measured
from .partitives import Partitives
from .phrases import Phrases
from .progress import Progress
from .questions import Name, Question, Said, Span
from .rows import Rows
from .senses import PARTS, Sense, widened
from .shares import Shares
from .spending import Spending
from .stand_ins import StandIns
from .sums import Sums
from .syntax import best_form, listed, told


class Indicators:
    """Finds the indicator of a value: by its row, by the government of its frame, or in what was said before."""

    def __init__(self, chain: Chain, phrases: Phrases, layout: Layout) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases
        self.rows, self.becoming = Rows(chain, phrases, layout), Becoming(chain, phrases)
        self.shares = Shares(chain, phrases)
        self.counts = Counted(chain, phrases)
        self.spending = Spending(chain, phrases)
        self.measured = Measured(chain, phrases)
        self.gaps = Gaps(chain, phrases)
        self.partitives = Partitives(chain, phrases)
        self.stand_ins = StandIns(chain, phrases)
        self.elided = Elided(chain, phrases)
        self.progress = Progress(chain, phrases)
        self.fronted = Fronted(chain, phrases)
        self.completed = Completed(chain, phrases, self.counts)
        self.sums = Sums(chain, phrases, self.counts, self.measured, self.stand_ins)

    @property
    def _rules(self) -> tuple[Callable[[Question], Name | None], ...]:  # kept, they would make a ring
        return (
            self._of_row,
            self._of_group,
            self._ranked,
            self._left_out,
            self._structured,
            self._before_dash,
            self.completed.of_plan,
            self._share,
            self._of_them,
            self.completed.remaining,
            self._out_of,
            self._becoming,
            self._hanging,
            self.sums.worth,
            self.sums.amounting,
            self._fronted,
            self._out_of_base,
            self.sums.priced,
            self.completed.paid_back,
            self.sums.spent,
            self._counted,
            self._compared,
            self._fulfilled,
            self._spread,
            self._done,
        )

    def of(self, value: Value, sense: Sense, mode: str, before: Sequence[Said]) -> Name:
        """Returns the indicator and its tokens, resolved if it stands for one before."""
        clause, frame, at = sense.clause, sense.frame, sense.token
        if at is not None and not clause.first <= at < clause.last:
            frame, at = None, None
        asked = Question(value, sense, mode, before, clause, frame, at)
        for rule in self._rules:
            found = rule(asked)
            if found is not None:
                return self.completed.of(found, asked)
        return self.completed.of(self._phrase(asked), asked)

    def _goes_on(self, asked: Question, last: Said, span: Span) -> bool:
        """Whether a value without a noun or verb of its own only goes on with the one before in its sentence."""
        if last.value.unit != asked.value.unit or last.value.money != asked.value.money:
            return False
        if asked.value.head is not None or not span[1] <= last.value.first < asked.value.first:
            return False
        if self.tokens.sentence_of[last.value.first] != self.tokens.sentence_of[asked.value.first]:
            return False
        between = self.tokens.lowers[last.value.last : asked.value.first]
        return not any(best_form(w).pos in ("VERB", "PRTS", "INFN") for w in between if len(w) > 2)

    # the rules, in their order

    def _of_row(self, asked: Question) -> Name | None:
        """A row of values by years («Доля …, %: 2024 – 12; 2025 – 14»)."""
        sense, words_of = asked.sense, self.tokens.words
        year = sense.slot_token - 1
        if year > 2 and words_of[year] == ")" and words_of[year - 2] == "(":
            year -= 3  # «2018 (факт) – 29,1»
        if sense.slot != "dash" or year not in self.phrases.barred:
            return None
        row = self.measured.heading(asked.clause.sentence)
        return None if row is None else (self.phrases.named(row), row)

    def _ranked(self, asked: Question) -> Name | None:
        """What the leader of a ranking has («по числу вкладов лидирует Народный банк – 12 млн»)."""
        clause, dash, lowers = asked.clause, asked.sense.slot_token, self.tokens.lowers
        at = clause.first if clause.predicate is None else clause.predicate
        if asked.sense.slot not in ("dash", "colon") or at > dash:
            return None
        by = self.measured.ranked_by(clause, dash)
        if by is None:
            return None
        leads = best_form(lowers[at]).lemma in listed("rank")
        leader = self.phrases.subject(clause, dash) if leads else None
        if leader is not None and leader[0] > at:
            owner = in_case(nominative(self.phrases.text(leader)), "gent")
            return f"{self.phrases.named(by)} {owner}", leader
        ranked = any(best_form(lowers[i]).lemma in listed("rank") for i in range(at, dash))
        return (self.phrases.named(by), by) if ranked else None

    def _left_out(self, asked: Question) -> Name | None:
        return self.gaps.of(asked.value, asked.sense, asked.before)

    def _before_dash(self, asked: Question) -> Name | None:
        if asked.sense.slot != "dash" or asked.frame is not None:
            return None
        chunk = self.measured.chunk(asked.value.first, asked.clause)
        chunk = self.measured.before_aside(chunk, asked.clause)
        span = self.phrases.subject(widened(asked.clause, chunk), asked.value.first)
        if (
            span is None and asked.sense.is_item and self._is_ordered(asked.sense.said)
        ):  # «установить: … величину прожиточного минимума – 58 660 тенге»
            span = self.phrases.fronted(asked.clause, asked.value.first)
        last, aim = asked.before[-1] if asked.before else None, asked.sense.slot_token - 1
        aims = span is not None and "cue" in self.chain.tags(aim) and self._acts(span)
        if aims and last is not None and self._is_near(last, asked.clause):
            return last.indicator, None  # «министерство ставит цель – 1 млрд долларов»
        if span is None or self.stand_ins.holds(span) or span[0] in self.phrases.names:
            return None
        said = frames().get(best_form(self.tokens.lowers[span[0]]).lemma)
        near = last is not None and asked.clause.sentence - self.tokens.sentence_of[last.value.first] <= 1
        changes = span[1] - span[0] == 1 and said is not None and said.noun and said.kind == "change"
        if last is not None and near and changes:
            return last.indicator, None  # «перевезено 290 млн тонн, рост – 3%»
        owner = self.stand_ins.owner(chunk) if span[1] - span[0] == 1 else ""
        return self.stand_ins.possessed(span, asked) or self.phrases.named(span) + owner, span

    def _is_ordered(self, clause: Clause) -> bool:
        """Whether a list opener is an infinitive that takes an object («Установить:»)."""
        form = None if clause.predicate is None else best_form(self.tokens.lowers[clause.predicate])
        return form is not None and form.pos == "INFN" and "tran" in form.marks

    def _structured(self, asked: Question) -> Name | None:
        return self.shares.of_structure(asked.value, asked.clause) if asked.mode == "level" else None

    def _share(self, asked: Question) -> Name | None:
        return self.shares.of(asked.value, asked.sense, asked.mode, asked.before)

    def _of_them(self, asked: Question) -> Name | None:
        """So many of those named before («10 из них исполнены», «теперь их 540»)."""
        if (asked.frame is None or asked.frame.kind in ("exist", "reach")) and self.elided.is_pronoun(asked.value):
            things, last = in_plural(asked.value.unit or "", "nomn"), asked.before[-1] if asked.before else None
            said = (last.indicator or "") if last is not None and self._is_near(last, asked.clause) else ""
            return (said if things in said.lower() else things), None
        lowers, at, last = self.tokens.lowers, asked.value.last, asked.before[-1] if asked.before else None
        if (
            asked.value.head is not None
            or last is None
            or at + 1 >= asked.clause.last
            or lowers[at] not in listed("out-of")
        ):
            return None
        form = best_form(lowers[at + 1])
        return (last.indicator, None) if form.pos == "NPRO" or form.lemma in listed("which") else None

    def _out_of(self, asked: Question) -> Name | None:
        """A group of so many («резерв из 68 экспертов»)."""
        group = asked.sense.slot_token - 1
        if asked.sense.slot != "out-of" or group < asked.clause.first or not self.phrases.is_noun(group):
            return None
        word = nominative(self.tokens.words[group])
        made = self.counts.of(asked.value, asked.clause, None, None, case="gent")
        return (f"{word} {made[0]}", made[1]) if made else (word, None)

    def _hanging(self, asked: Question) -> Name | None:
        if asked.sense.slot != "none" or asked.sense.slot_token != asked.value.first - 1:
            return None
        held = self.counts.held(asked.value, asked.clause, asked.frame, asked.at)
        return held or self.counts.hanging(asked.value, asked.clause, asked.frame, asked.at)

    def _becoming(self, asked: Question) -> Name | None:
        return self.becoming.of(asked.value, asked.clause, asked.frame, asked.at)

    def _of_group(self, asked: Question) -> Name | None:
        return self.rows.of(asked.value, asked.sense.slot_token) if asked.sense.slot == "dash" else None

    def _fronted(self, asked: Question) -> Name | None:
        return self.fronted.of(asked.value, asked.clause, asked.frame, asked.at, asked.mode)

    def _out_of_base(self, asked: Question) -> Name | None:
        """What so many of do something («из 508 наименований подорожало 431»)."""
        frame = asked.frame
        if asked.value.head is not None or asked.value.money or asked.sense.slot != "none":
            return None
        if asked.value.unit in PARTS and asked.mode == "level":
            led = self.phrases.subject(asked.clause, asked.clause.last) is not None
            whole = None if led else self.elided.base(asked.value, asked.clause)
            span = asked.value.first, asked.value.last
            told_of = self.counts.relatives.of(asked.value, asked.clause, span, "gent")
            return None if whole is None else (f"{told('share')} {whole}{told_of}", None)
        if asked.value.unit in PARTS:
            return None
        if frame is not None and frame.kind in ("make", "spend") and not frame.noun:
            return None  # what is done to them says it
        thing = self.elided.base(asked.value, asked.clause)
        return None if thing is None else (nominative(thing), None)

    def _counted(self, asked: Question) -> Name | None:
        value, frame = asked.value, asked.sense.frame  # the verb of a list opener still names what is done to its items
        if value.money and (asked.frame is None or asked.frame.kind in ("spend", "make", "get")):
            return None
        measured = asked.frame is not None and asked.frame.kind == "make"
        measured = measured and ((asked.frame is not None and asked.frame.noun) or self._is_of_measure(asked))
        if frame is not None and frame.name == "secure" and asked.at is not None and value.unit not in PARTS:
            measured = self.phrases.object(asked.at + 1, value.first, "accs") is None  # «обеспечить водой 25 тысяч га»
        if (
            value.head is None
            and value.unit not in PARTS
            and asked.sense.slot == "none"
            and self.counts.is_there(asked.clause)
        ):
            measured = True  # «на складах находится 4 млн тонн угля»
        if not (asked.mode == "count" or value.head is not None or measured) or asked.sense.slot == "in":
            return None
        holds = value.head is not None and self.counts.holder(value, asked.clause) is not None
        counting = frame is None or holds or frame.kind in ("make", "get", "exist", "spend")
        counting = counting or (asked.sense.slot == "none" and asked.sense.said.passive)  # «выявлено 12 нарушений»
        direct = asked.sense.slot == "none" and asked.mode not in ("delta", "factor")
        counting = counting or (direct and asked.mode == "count" and frame is not None and frame.kind == "keep")
        counting = counting or (direct and frame is not None and self.counts.names_deed(value, frame, asked.at))
        if not counting and direct and value.head is not None and asked.at is not None and not (frame and frame.noun):
            tran = "tran" in best_form(self.tokens.lowers[asked.at]).marks
            counting = tran and self.counts.relatives.is_subject(value, asked.clause, asked.at)
        if not counting and direct and value.head is not None and asked.at is not None:
            being = best_form(self.tokens.lowers[asked.at]).lemma in listed("being")  # «в регионе было 12 школ»
            counting = being and self.phrases.subject(asked.clause, asked.clause.last) is None
        beside = self.counts.beside(value, asked.clause, asked.sense.slot)
        if beside is not None:
            return beside
        apart = asked.at is not None and "," in self.tokens.words[value.last : asked.at]
        if apart and value.head is not None:  # «в регионе 36 зон, к 2028 году их будет 50»
            return self.counts.of(value, asked.clause, None, None)
        if frame is not None and not (counting or frame.becomes or frame.name == "secure"):
            return None
        return self.counts.of(value, asked.clause, frame, asked.sense.token)

    def _is_of_measure(self, asked: Question) -> bool:
        """Whether a passive tells what is done to so much of something («перерабатывается 40 тысяч тонн шерсти»)."""
        value, clause = asked.value, asked.clause
        bare = asked.sense.slot == "none" and value.unit not in PARTS and not value.money and clause.passive
        return bare and self.phrases.object(value.last, min(value.last + 4, clause.last), "gent") is not None

    def _compared(self, asked: Question) -> Name | None:
        """A comparison with what the sentence has just said («…, на 2% меньше, чем в 2015 году»)."""
        compares = asked.frame is not None and asked.frame.compares
        if not compares or not asked.before or asked.before[-1].clause.sentence != asked.clause.sentence:
            return None
        return asked.before[-1].indicator, None

    def _fulfilled(self, asked: Question) -> Name | None:
        return self.progress.of(asked.value, asked.sense.slot, asked.clause, asked.frame)

    def _spread(self, asked: Question) -> Name | None:
        if asked.sense.slot != "in" or asked.frame is None or asked.at is None:
            return None
        return self.counts.spread(asked.value, asked.clause, asked.frame, asked.at)

    def _done(self, asked: Question) -> Name | None:
        """The noun of what is done, where no thing is named («перевезти 5 млн тонн», «отгружено 2 млн»)."""
        frame, clause = asked.frame, asked.clause
        at = asked.at if frame is not None else clause.predicate
        if at is None or asked.value.head is not None or asked.value.money or asked.sense.slot not in ("none", "dash"):
            return None
        form = best_form(self.tokens.lowers[at])
        if form.lemma in listed("lacking") and (lacked := self.elided.thing(asked.value, clause, asked.before)):
            return f"{told('lack')} {lacked}", None  # «работает 412 тысяч учителей, не хватает 3,5 тысячи»
        if frame is not None and (frame.noun or frame.kind not in ("make", "spend", "get")):
            return None
        doing = nominal(form.lemma)
        if doing is None or (clause.passive and self._has_subject(clause, at, asked.value)):
            return None
        if not self.measured.is_led_by_agent(clause, at) and not clause.passive:
            return None  # «внедрение технологий охватит 150 тысяч га»
        said = asked.before[-1] if asked.before else None
        more = said is not None and self._is_near(said, clause) and asked.value.unit in (None, said.value.unit)
        if said is not None and more and doing.endswith(told("of-means")):
            return said.indicator, None  # «ввели 310 МВт, за прошлый год добавили 400»
        named = (said.indicator or "") if said is not None and self._is_near(said, clause) else ""
        if frame is not None and named.startswith(f"{doing.split(' ')[0]} "):
            return named, None  # «на ремонт дорог направят 24 млрд. Отремонтируют 320 км»
        own = self.phrases.object(asked.value.last, clause.last, "gent")
        last = asked.before[-1] if asked.before else None
        more = self.tokens.lowers[asked.value.first - 1] in listed("more")
        if frame is not None and frame.kind == "get" and more and last is not None and self._is_near(last, clause):
            return last.indicator, None  # «жилье получили 300 семей, еще 500 получат»
        thing = None if own is None else self.phrases.text(own)
        thing = thing or self.elided.thing(asked.value, clause, asked.before)
        if frame is None and (
            thing is None or asked.value.unit in PARTS or "cue" in self.chain.tags(at) or "tran" not in form.marks
        ):
            return None  # «выучила шесть тысяч»
        purpose = None if frame is None else self.spending.governed(asked.value, clause, listed("onto"), "accs")
        if purpose is not None:
            return f"{doing.split(' ')[0]} {self.phrases.text((purpose[0] - 1, purpose[1]))}", purpose
        return doing.split(" ")[0] + (f" {thing}" if thing else ""), (at, at + 1)

    def _of_what(self, asked: Question, span: Span) -> str:
        """Of what there is a lack or a stock, where the value says it («дефицит составляет 3 тысячи врачей»)."""
        head = best_form(self.tokens.lowers[span[1] - 1])
        if asked.value.head is None or asked.mode == "delta" or head.lemma not in listed("holding"):
            return ""
        made = self.counts.of(asked.value, asked.clause, None, None, case="gent")
        return "" if made is None or head.pos != "NOUN" else f" {made[0]}"

    def _is_number(self, span: Span) -> bool:
        return best_form(self.tokens.lowers[span[1] - 1]).lemma in listed("number-noun")

    def _acts(self, span: Span) -> bool:
        lemma = best_form(self.tokens.lowers[span[0]]).lemma
        return lemma in listed("acting") or lemma in listed("body-noun") or lemma in listed("agent")

    def _is_near(self, said: Said, clause: Clause) -> bool:
        return clause.sentence - self.tokens.sentence_of[said.value.first] <= 2

    def _has_subject(self, clause: Clause, at: int, value: Value) -> bool:
        """Whether a passive has a subject; «намолочено 4,9 млн тонн» has none."""
        if best_form(self.tokens.lowers[at]).gender == "neut" and self.measured.chunk(value.first, clause) <= at:
            return self.phrases.subject(clause, at) is not None
        return self.phrases.subject(clause, clause.last) is not None

    def _phrase(self, asked: Question) -> Name:
        """The phrase that the predicate measures; a pronoun, a repeated head and an ellipsis go back to one before."""
        before, clause = asked.before, asked.clause
        last = before[-1] if before else None
        span = self.measured.of(asked.value, clause, asked.frame, asked.at)
        near = last is not None and self._is_near(last, clause)
        if span is None or self.stand_ins.holds(span):
            of_sum = span is not None and last is not None and last.value.money and self._is_number(span)
            if span is None or (last is not None and near and not of_sum):
                return (last.indicator if last is not None and near else None), span
            return self.stand_ins.meant(span, asked), span
        if last is not None and self._goes_on(asked, last, span):
            return last.indicator, None  # «аким сообщил, что откроют 7 школ, а в 2025 году – еще 10»
        frame = asked.frame
        changed = frame is not None and frame.noun and frame.kind == "change"  # also «дальнейшее снижение»
        changed = changed and span == (self.phrases.start(asked.at or 0, clause.first), (asked.at or 0) + 1)
        said = frames().get(best_form(self.tokens.lowers[span[0]]).lemma) if span[1] - span[0] == 1 else None
        grown = said is not None and said.noun and said.kind == "change" and frame is not None and frame.kind == "reach"
        here = last is not None and clause.sentence == self.tokens.sentence_of[last.value.first]
        if last is not None and last.indicator and grown and here:
            return f"{self.phrases.named(span)} {in_case(last.indicator, 'gent')}", span  # «с начала года рост – 14%»
        if last is not None and changed and clause.sentence - self.tokens.sentence_of[last.value.first] <= 1:
            return last.indicator, span  # «К прошлому году – рост на 6,8%»
        alike = last is not None and asked.value.unit == last.value.unit
        aims = last is not None and alike and near and clause.cue is not None and frame is not None and frame.onto
        if aims and last is not None and self._acts(span):
            return last.indicator, None  # «обработали 62 тыс. контейнеров, руководство рассчитывает выйти на 100»
        if last is not None and alike and span[0] in self.phrases.names:
            listing = asked.sense.slot in ("open", "dash") and last.clause.sentence == clause.sentence
            if listing or clause.cue is not None:
                return last.indicator, None  # «…, в области Абай (+11 процентов)», «Всемирный банк ждет 4,7%»
        risen = frame is not None and frame.noun and frame.kind == "change" and asked.at is not None
        if risen and asked.mode == "level" and asked.value.unit == "percent" and span[0] > (asked.at or 0):
            head = next((i for i in range(*span) if self.phrases.is_noun(i)), span[0])
            if best_form(self.tokens.lowers[head]).lemma not in listed("rate") | listed("share-noun"):
                return f"{nominative(self.tokens.lowers[asked.at or 0])} {self.phrases.text(span)}", span
        resolved = self.stand_ins.possessed(span, asked) or self.stand_ins.repeated(span, before)
        name = self.phrases.named(span) + self.measured.field(span, clause)
        name += self.shares.whole_ahead(name, span, clause) + self._of_what(asked, span)
        return resolved or self.stand_ins.completed(name, span, asked), span
