"""Clauses: where they begin and end, and the predicate of each with its tense and modality.

A sentence is cut at its punctuation into chunks; a chunk with a predicate of its own opens a clause, one without joins
its neighbour, and two predicates joined by a conjunction part there. One pass over the tokens, no tree.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ..text.lexicon import Entry
from ..text.morphology import Form, forms
from ..text.rules import Chain
from .syntax import Tense, best_form, listed, pairs, participle_of, tense_of

_PREDICATES = ("VERB", "PRTS", "INFN")
_CUTS = frozenset(",;:()")
_LONGEST = 160  # tokens of a clause


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `first … last - 1` with one predicate.

    `predicate` is the token of the word that carries the sense (an infinitive rather than its modal). `tense` is that
    of the finite verb («построит» and «будет построено» are future, «построено» past); None without a verb. `modal`:
    an infinitive governed by «необходимо», «поручаю» and their like, or one that stands alone as an order. `cue` is the
    lexicon's entry for such a word, `cue_token` its place. `passive`: a short participle or a reflexive verb.
    `participial`: it hangs on a noun of the clause before («…, равнявшийся 60 млн, …»).
    """

    first: int
    last: int
    sentence: int
    predicate: int | None = None
    tense: Tense | None = None
    modal: bool = False
    passive: bool = False
    plural_we: bool = False
    negated: bool = False
    cue: Entry | None = None
    cue_token: int | None = None
    subordinate: str = ""
    participial: bool = False

    @property
    def points_ahead(self) -> bool:
        """Whether the clause speaks of what is to come: by its tense, its modal or its cue."""
        if self.modal or self.tense == "future":
            return True
        return self.cue is not None and (self.tense is None or not self.cue.get("noun", False))


@dataclass(frozen=True, slots=True)
class _Verb:
    """A predicate word: `kind` is finite, short (participle), infinitive or cue."""

    token: int
    kind: Literal["finite", "short", "infinitive", "cue"]
    form: Form | None
    cue: Entry | None = None


class Clauses:
    """The clauses of a text, each sentence's made when first asked for; none begins inside one of `names`."""

    def __init__(self, chain: Chain, names: Iterable[tuple[int, int]] = ()) -> None:
        self.chain = chain
        self.tokens = chain.tokens
        self._inside = frozenset(i for first, last in names for i in range(first + 1, last))
        self.asides: set[int] = set()  # tokens of «…, как отметил министр, …»
        self._made: dict[int, list[Clause]] = {}

    def at(self, token: int) -> Clause:
        """Returns the clause that holds a token."""
        for clause in self.of(self.tokens.sentence_of[token]):
            if token < clause.last:
                return clause
        raise IndexError(token)

    def of(self, sentence: int) -> list[Clause]:
        """Returns the clauses of a sentence, in order; together they cover it."""
        made = self._made.get(sentence)
        if made is None:
            made = self._made[sentence] = self._cut(sentence)
        return made

    def _cut(self, sentence: int) -> list[Clause]:
        first, last = self.tokens.sentences[sentence]
        verbs = self._verbs(first, last)
        spans = self._spans(first, last, verbs)
        clauses: list[Clause] = []
        for begin, end in (part for span in spans for part in _bounded(*span)):
            own = [v for v in verbs if begin <= v.token < end and v.token not in self.asides]
            made = self._clause(begin, end, sentence, own, clauses)
            if not own and len(clauses) > 1 and self.tokens.words[begin - 1] == ")":
                made = replace(clauses[-2], first=begin, last=end)  # what a bracket with a verb has cut off goes on
            clauses.append(made)
        return clauses

    # predicates

    def _verbs(self, first: int, last: int) -> list[_Verb]:
        atoms, at, lowers = self.chain.atoms, self.chain.at, self.tokens.lowers
        found: list[_Verb] = []
        i = first
        while i < last:
            atom = atoms[at[i]]
            if "cue" in atom.tags:
                best = best_form(lowers[i])
                if best.pos == "PRTF" and i > first and lowers[i - 1] in listed("prepositions") | {","}:
                    i = atom.last  # «вместо запланированных 38%», «деревьев, обещанных в …»: an attribute
                    continue
                entry, behind = atom.entry("cue"), lowers[atom.last : min(atom.last + 8, last)]
                idle = entry.get("infinitive") and all(best_form(w).pos != "INFN" for w in behind)
                if idle and best.pos in ("VERB", "PRTS"):
                    found.append(_Verb(i, "finite", best) if best.pos == "VERB" else self._short(i, best))
                    i = atom.last  # «предусмотрено 12 школ»
                    continue
                if idle or (entry.get("noun") and i > first and lowers[i - 1] in listed("measured-by")):
                    i = atom.last  # «к работе готовы 45 школ»; «98% к плану», «на 3% выше плана»
                    continue
                found.append(_Verb(atom.last - 1, "cue", best if best.pos in _PREDICATES else None, entry))
                i = atom.last
                continue
            if atom.number is None and lowers[i].isalpha() and len(lowers[i]) > 2 and "currency" not in atom.tags:
                form = best_form(lowers[i])
                if self.tokens.words[i][0].isupper() and i > first and self.tokens.words[i - 1][-1].isalnum():
                    pass  # a name («из Жанаозена»)
                elif form.pos == "VERB" and i > first and self.is_rather_noun(i):
                    pass
                elif form.pos == "VERB":
                    found.append(_Verb(i, "finite", form))
                elif form.pos == "PRTS":
                    found.append(self._short(i, form))
                elif form.pos == "INFN":
                    found.append(_Verb(i, "infinitive", form))
            i += 1
        return found

    def is_rather_noun(self, i: int) -> bool:
        """Whether a word that could be a verb is a noun by its place («по займу», «100 процентов сел»)."""
        before = self.tokens.lowers[i - 1]
        if before in listed("prepositions") or (before, self.tokens.lowers[i]) in pairs("no-verb"):
            return True
        least = 0.0 if "unit" in self.chain.tags(i - 1) and before not in listed("percent") else 0.05  # «тонн стали»
        if not any(f.pos == "NOUN" and f.case == "gent" and f.score >= least for f in forms(self.tokens.lowers[i])):
            return False
        return best_form(before).pos in ("NOUN", "ADJF") if before.isalpha() else before == "%" or before.isdigit()

    def _short(self, i: int, form: Form) -> _Verb:
        """A short participle, or the future that looks like one before a figure («расходы достигнут 1,2 трлн»)."""
        ahead = next(
            (f for f in forms(self.tokens.lowers[i]) if (f.pos, f.tense, f.number) == ("VERB", "futr", "plur")), None
        )
        said = ahead is not None and self.chain.tags(i + 1) & {"number", "bound"}
        return _Verb(i, "finite", ahead) if said else _Verb(i, "short", form)

    # bounds

    def _spans(self, first: int, last: int, verbs: list[_Verb]) -> list[tuple[int, int]]:
        marks = {v.token for v in verbs if v.kind != "cue" or self._is_predicate(v.token)}
        pieces: list[tuple[int, int]] = []
        for begin, end in self._chunks(first, last):
            pieces.extend(self._part(begin, end, sorted(m for m in marks if begin <= m < end)))
        spans: list[tuple[int, int]] = []
        tail: list[tuple[int, int]] = []
        has = closed = False
        for begin, end in pieces:
            own = any(begin <= m < end for m in marks)
            if own and self._is_aside(begin, end, first, last):
                own = False
                self.asides.update(range(begin, end))
            bracketed = own and begin > first and self.tokens.words[begin - 1] == "("
            apart = bracketed or (begin > first and not own and self._stands_apart(begin, end))
            if not spans or apart or closed:
                spans.append((begin, end))
                has, tail = own, []
            elif own and (
                has
                or self._is_relative(begin)
                or self._is_told(spans[-1], begin)
                or self._is_row_before(spans[-1], begin)
            ):
                start = self._steal(tail, begin)
                spans[-1] = (spans[-1][0], start)
                spans.append((start, end))
                has, tail = True, []
            else:
                spans[-1] = (spans[-1][0], end)
                if own:
                    has, tail = True, []
                elif has:
                    tail.append((begin, end))
            led = self.tokens.words[end - 1] == "-" and self._is_aim(begin, end)
            closed = apart and end < last and not led
        return spans

    def _stands_apart(self, begin: int, end: int) -> bool:
        """Whether a chunk without a verb says a figure by itself: by a participle, or of today."""
        atoms, at = self.chain.atoms, self.chain.at
        lowers, aimed = self.tokens.lowers, self._is_aim(begin, end)
        if self.tokens.words[begin - 1] not in (",", ";", ":", "(") or end - begin < (2 if aimed else 3):
            return False
        said = any("number" in atoms[at[i]].tags for i in range(begin, end))
        if not said and not (aimed and self.tokens.words[end - 1] == "-"):
            return False
        counted = any(
            lowers[i] in listed("counted-pronoun") and "number" in self.chain.tags(i + 1) for i in range(begin, end - 1)
        )
        compared = any(best_form(w).pos == "COMP" for w in lowers[begin + 1 : end] if len(w) > 3)
        reason = compared and lowers[begin] in listed("subordinators")
        today = any(w in listed("today") for w in lowers[begin : begin + 2])
        inside = lowers[begin] in listed("where") and any(
            f.person == "3per" for f in forms(lowers[begin + 1])
        )  # «в ней»
        return counted or today or inside or reason or aimed or self.participle(begin, end) is not None

    def _is_aim(self, begin: int, end: int) -> bool:
        """Whether a chunk names an aim of its own («…, в планах – не менее 16», «…, цель 2027 года – 95»)."""
        return any("cue" in self.chain.tags(i) for i in range(begin, min(begin + 2, end)))

    def participle(self, begin: int, end: int) -> int | None:
        """Returns the participle that opens a chunk, a time before it let by («в 2021 году равнявшийся …»)."""
        for i in range(begin, min(begin + 5, end)):
            form = best_form(self.tokens.lowers[i]) if self.tokens.words[i].isalpha() else None
            told = participle_of(self.tokens.lowers[i]) if form is not None and form.pos in ("PRTF", "ADJF") else None
            if told is not None:
                return i if "actv" in told.marks or not self._agrees_behind(i, end) else None
            if form is not None and form.pos in ("NOUN", "NPRO") and "time_unit" not in self.chain.tags(i):
                return None
        return None

    def _agrees_behind(self, i: int, end: int) -> bool:
        return i + 1 < end and best_form(self.tokens.lowers[i + 1]).pos in ("NOUN", "ADJF")

    def _is_aside(self, begin: int, end: int, first: int, last: int) -> bool:
        """Whether a chunk between commas only says who says so («…, как прикинули специалисты, …»)."""
        words, lowers = self.tokens.words, self.tokens.lowers
        if begin == first or end == last or end - begin > 7 or words[begin - 1] != "," or words[end - 1] != ",":
            return False
        return lowers[begin] in listed("as") or best_form(lowers[begin]).lemma in listed("say")

    def _is_told(self, span: tuple[int, int], begin: int) -> bool:
        """Whether a verbless stretch has said its value when a conjunction goes on («ставка – 6%, и повышать …»)."""
        chain, last = self.chain, span[1] - 1
        if self.tokens.words[last] == ";":
            return any("number" in chain.atoms[chain.at[i]].tags for i in range(max(span[0] + 1, last - 12), last))
        if self.tokens.lowers[begin] not in listed("and") or self.tokens.words[last] not in (",", "-"):
            return False
        return any("number" in chain.atoms[chain.at[i]].tags for i in range(max(span[0] + 1, last - 6), last))

    def _is_row_before(self, span: tuple[int, int], begin: int) -> bool:
        """Whether a verbless stretch has said its value («доход – 90 млн, приватизация намечена», «в селе 5 школ»)."""
        words, last = self.tokens.words, span[1] - 1
        if words[last] != "," or self.tokens.lowers[begin] in listed("and"):
            return False
        said = range(span[0] + 1, last - 1)
        if self.tokens.lowers[span[0]] in listed("where"):
            counted = [i for i in said if {"number"} <= self.chain.tags(i) and "year" not in self.chain.tags(i)]
            said_by = best_form(self.tokens.lowers[counted[0] - 1]) if counted and counted[0] - span[0] > 1 else None
            placed = said_by is not None and (said_by.pos in ("NOUN", "ADJS") or said_by.lemma in listed("available"))
            comma = next((i for i in range(span[0], last) if words[i] == ","), last)
            if placed and not any(self.tokens.lowers[i] in listed("prepositions") for i in range(span[0] + 1, comma)):
                behind = self.chain.atoms[self.chain.at[counted[0]]].last
                behind += self.tokens.lowers[behind] in listed("percent") and behind + 1 < last
                return any(f.case == "gent" for f in forms(self.tokens.lowers[behind]))
        return any(words[i] == "-" and not self.tokens.glued(i) and "number" in self.chain.tags(i + 1) for i in said)

    def _is_relative(self, begin: int) -> bool:
        """Whether a chunk opens with «который», a preposition before it allowed."""
        return any(best_form(w).lemma in listed("which") for w in self.tokens.lowers[begin : begin + 2] if len(w) > 3)

    def _is_predicate(self, token: int) -> bool:
        """Whether a cue is a predicate («ожидается», «необходимо»), not an adverbial or a noun («по прогнозам»)."""
        return best_form(self.tokens.lowers[token]).pos in ("VERB", "PRTS", "PRED", "ADJS")

    def _chunks(self, first: int, last: int) -> list[tuple[int, int]]:
        tokens, chunks, begin = self.tokens, [], first
        for i in range(first, last):
            word = tokens.words[i]
            if i in self._inside:
                continue  # «Министерство цифрового развития, инноваций и аэрокосмической промышленности»
            if (word in _CUTS or (word == "-" and not tokens.glued(i))) and i > begin:
                chunks.append((begin, i + 1))
                begin = i + 1
        return chunks if begin == last else [*chunks, (begin, last)]

    def _part(self, begin: int, end: int, marks: list[int]) -> list[tuple[int, int]]:
        """Parts a chunk at the conjunction before each further predicate that is not governed by the one before."""
        joins, lowers = listed("and"), self.tokens.lowers
        parts = []
        for left, right in itertools.pairwise(marks):
            at = next((i for i in range(right, left, -1) if lowers[i] in joins and i not in self._inside), None)
            if at is not None and at > begin and not (at == left + 1 and right == at + 1):
                parts.append((begin, at))
                begin = at
        parts.append((begin, end))
        return parts

    def _steal(self, tail: list[tuple[int, int]], begin: int) -> int:
        """Returns where a clause begins: chunks before it that open with a conjunction or adverbial go along."""
        lowers, openers = self.tokens.lowers, listed("and") | listed("prepositions")
        for first, last in reversed(tail):
            plain = not any(w[0].isdigit() and len(w) != 4 for w in lowers[first:last])
            if lowers[first] in openers and plain:
                begin = first
            else:
                break
        return begin

    # one clause

    def _clause(self, begin: int, end: int, sentence: int, verbs: list[_Verb], before: list[Clause]) -> Clause:
        lowers = self.tokens.lowers
        negations = listed("not")
        before_verb = verbs[0].token if verbs else end
        opens = (i for i in range(begin, before_verb) if i == begin or self.tokens.words[i - 1] == ",")
        subordinate = next((lowers[i] for i in opens if lowers[i] in listed("subordinators")), "")
        if not verbs:
            opening = self.participle(begin, end) if begin > self.tokens.sentences[sentence][0] else None
            if opening is None or self.tokens.words[begin - 1] != ",":
                return Clause(begin, end, sentence, subordinate=subordinate)
            told = participle_of(lowers[opening]) or best_form(lowers[opening])
            return Clause(
                begin,
                end,
                sentence,
                predicate=opening,
                tense="past" if told.tense == "past" else "present",
                passive="pssv" in told.marks,
                participial=True,
                subordinate=subordinate,
            )
        cue = next((v for v in verbs if v.cue is not None and not v.cue.get("noun")), None)
        cue = cue or next((v for v in verbs if v.cue is not None), None)
        finite = [
            v for v in verbs if v.form is not None and v.kind in ("finite", "short", "cue") and v.form.pos != "INFN"
        ]
        infinitive = next((v for v in verbs if v.kind == "infinitive"), None)
        auxiliary = next((v for v in finite if v.form and v.form.lemma in listed("be")), None)
        main = next((v for v in finite if v is not auxiliary and v.kind != "cue"), None) or auxiliary
        tense: Tense | None = None
        if auxiliary and auxiliary.form:
            tense = tense_of(auxiliary.form)
            if tense == "present" and main and main is not auxiliary and main.form:
                tense = tense_of(main.form)
        elif main and main.form:
            tense = tense_of(main.form)
        elif cue and cue.form:
            tense = tense_of(cue.form)
        if cue and main and tense == "past" and best_form(lowers[cue.token]).pos in ("ADJF", "PRTF"):
            cue = None  # «из запланированных проектов реализовано 84»
        modal = False
        if subordinate in listed("in-order") and tense == "past":  # «чтобы доля составила 60%»: what is wanted
            tense, modal = None, True
            if cue is None and before and before[-1].cue is not None:
                cue = _Verb(before[-1].cue_token or before[-1].first, "cue", None, before[-1].cue)
        if infinitive is not None and (cue is not None or not finite):
            modal = True
            if cue is None:  # an infinitive alone goes on with the one before, or is an order
                previous = next((c for c in reversed(before) if c.predicate is not None), None)
                joined = previous is not None and previous.last == begin and lowers[begin] in listed("plus")
                if previous is not None and (joined or not previous.subordinate):
                    if previous.modal or previous.cue is not None:
                        cue = _Verb(previous.cue_token or previous.first, "cue", None, previous.cue)
                        tense = previous.tense
                    elif previous.tense == "past" and not previous.plural_we:
                        tense = None
        predicate = infinitive or main or cue
        token = predicate.token if predicate else None
        form = main.form if main else None
        return Clause(
            begin,
            end,
            sentence,
            predicate=token,
            tense=tense,
            modal=modal,
            passive=main is not None and (main.kind == "short" or (form is not None and form.lemma.endswith(_SELF))),
            plural_we=any(v.form is not None and v.form.person == "1per" for v in finite)
            or any(w in listed("we") for w in lowers[begin:end]),
            negated=token is not None and any(lowers[i] in negations for i in range(max(begin, token - 2), token)),
            cue=cue.cue if cue else None,
            cue_token=cue.token if cue else None,
            subordinate=subordinate,
        )


def _bounded(begin: int, end: int) -> list[tuple[int, int]]:
    """Cuts a clause that is too long for one, so that looking through it costs a bounded time."""
    return [(i, min(i + _LONGEST, end)) for i in range(begin, end, _LONGEST)]


_SELF = ("\u0441\u044f", "\u0441\u044c")  # the reflexive ending
