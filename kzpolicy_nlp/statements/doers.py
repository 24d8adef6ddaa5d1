"""What the bodies that a clause names have to do with its predicate: who is told, who does it, whose task it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from ..names.gazetteer import gazetteer
from ..text.morphology import forms
from ..text.rules import Chain
from .clauses import Clause
from .deeds import Deeds
from .offices import Body, Named
from .phrases import Phrases
from .syntax import best_form, listed

Role = Literal["executor", "told", "doer", "owner"]


class Doers(Deeds):
    """Reads the roles of the bodies of one text."""

    def __init__(self, chain: Chain, phrases: Phrases, organisations: Sequence[Body]) -> None:
        super().__init__(chain, phrases)
        self.organisations = organisations
        self._cases: dict[int, frozenset[str]] = {}
        self._starts = [o.first for o in organisations]

    def named(self, first: int, last: int) -> Sequence[Body]:
        """The bodies that begin among the tokens."""
        return self.organisations[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def role(self, body: Body, clause: Clause, *, loose: bool = False) -> Role | None:
        """Returns what a body has to do with a clause's predicate; a `loose` subject need not be the doer."""
        if body.kind == "media" or self._is_source(body, clause):
            return None
        at, cases = self._opening(body, clause)
        left = at - 1
        if left >= clause.first and self._is_label(left, clause.first):
            return "executor"
        word = self.tokens.lowers[left] if left >= clause.first else ""
        if word in listed("prepositions"):
            return self._behind_preposition(word, left, body, clause)
        if "gent" in cases and left >= clause.first and self.tokens.lowers[left] in listed("by-means"):
            return "doer"
        if left >= clause.first and "gent" in cases and word in listed("by-decision"):
            return "owner"  # «по решению акимата сумма увеличена»
        sure = "any" not in cases
        if "ablt" in cases and sure and body.first > clause.first and self._is_done(body.first - 1):
            return "owner"
        if self.is_bare(clause) and at <= self._first_word(clause) and self._is_parted(body, clause):
            return "told"  # «КТЖ – закупить 50 вагонов», «Минтранс до 2027 года: построить …»
        if "datv" in cases and self._is_told(at, body, clause):
            return "told"
        asked = left >= clause.first and best_form(word).lemma in listed("pleading") and best_form(word).pos == "VERB"
        if asked and ("accs" in cases or not sure) and clause.predicate is not None and clause.predicate > body.first:
            return "told"  # «прошу полицию поставить 40 камер»
        if "nomn" in cases and self._is_lone(body, clause) and self._is_doing(body, clause):
            return "doer"
        if "gent" in cases and left >= clause.first and word.isalpha() and self._hangs(left, clause):
            if self._is_part(left) and self._is_doing(body, clause, joined=True):
                return "doer"
            return "owner" if self._is_owned(left, clause) else None
        beside = sure or clause.predicate in (left, body.last)
        if "ablt" in cases and beside and self.is_passive(clause) and self.decides(clause):
            return "doer"
        if "nomn" in cases and self._is_doing(body, clause, loose=loose):
            return "doer"
        return None

    def _is_parted(self, body: Body, clause: Clause) -> bool:
        """Whether a dash or a colon parts a name from its order, no more than a time between them."""
        passed = (i for i in range(body.last, clause.last) if i not in self.phrases.barred)
        at = next((i for i in passed if self.tokens.lowers[i] not in listed("prepositions")), body.last)
        return ":" in self.tokens.words[at : at + 1] or "-" in self.tokens.words[body.last : body.last + 1]

    def _is_lone(self, body: Body, clause: Clause) -> bool:
        """Whether a verb that needs a subject has none but a name before it («на ремонт МЧС перечислит 2 млрд»)."""
        verb = self.verb(clause)
        if verb < body.last or "tran" not in best_form(self.tokens.lowers[verb]).marks:
            return False
        between = (i for i in range(body.last, verb) if i not in self.phrases.barred)
        timed = all(self.tokens.lowers[i] in listed("prepositions") for i in between)
        return timed and self.subject(clause) is None

    def _behind_preposition(self, word: str, left: int, body: Body, clause: Clause) -> Role | None:
        """«перед Минфином стоит задача», «в Минэнерго планируют», «на КТЖ возложена задача»."""
        if word in listed("in") and self.is_impersonal(clause):
            return "doer"
        cued = any("cue" in self.chain.tags(i) for i in range(clause.first, clause.last))
        if word in listed("agent-prepositions") and cued:
            return "told"
        if word in listed("from") and clause.cue is not None and clause.cue.get("addressed"):
            return "told"  # «от Минэнерго требуется»
        if word in listed("meant-for") and any(self.is_aim(i) for i in range(clause.first, left)):
            return "owner"  # «цель для компании – …»
        laid = any(
            best_form(w).lemma in listed("laying") for w in self.tokens.lowers[clause.first : clause.last] if len(w) > 6
        )
        return "told" if word in listed("laid-on") and laid else None

    def _opening(self, body: Named, clause: Clause) -> tuple[int, frozenset[str]]:
        """Where the phrase of a body begins, its type noun and adjectives included, and the cases it may be in.

        Of bodies joined by «и» or a comma each is governed as the first.
        """
        lowers, words_of = self.tokens.lowers, self.tokens.words
        first, cases = body.first, self.cases(body)
        i = first - 1
        while i >= clause.first:
            if words_of[i] in '«"':
                i -= 1
            elif i not in self.phrases.names and self._is_type(i):
                of_type = frozenset(f.case for f in forms(lowers[i]) if f.pos == "NOUN")
                if self._is_type(body.first) and cases.isdisjoint(of_type):
                    break  # «вместе с инвесторами министерство планирует …»
                cases = of_type
                first, i = i, i - 1
            elif self._may_open(i):
                first, i = i, i - 1
            elif (lowers[i] in listed("plus") or words_of[i] == ",") and i - 1 in self.phrases.names:
                before = [o for o in self.named(clause.first, i) if o.last == i]
                if not before:
                    break
                first, joint = self._opening(before[-1], clause)
                return first, (joint & cases) or cases
            else:
                break
        return first, cases

    def _may_open(self, i: int) -> bool:
        """Whether a word is an adjective that may stand before a name, not «который»."""
        relative = best_form(self.tokens.lowers[i]).lemma in listed("which")
        return self.phrases.is_adjective(i) and "cue" not in self.chain.tags(i) and not relative

    def _is_type(self, i: int) -> bool:
        """Whether a word is a noun that a body's name stands behind («компания», «производитель», «фабрика»)."""
        lemma = best_form(self.tokens.lowers[i]).lemma
        return any(lemma in listed(kind) for kind in ("body-noun", "firm", "firm-role", "plant"))

    def cases(self, body: Named) -> frozenset[str]:
        """Returns the cases that a name can be in; one that never changes can be in all of them, and in «any»."""
        found = self._cases.get(body.first)
        if found is None:
            found = self._cases[body.first] = self._cases_of(body)
        return found

    def _cases_of(self, body: Named) -> frozenset[str]:
        head = next((i for i in range(body.first, body.last) if self._is_head(i)), None)
        if head is None:
            return frozenset()
        word = self.tokens.words[head]
        if word.isascii() or (word.isupper() and len(word) > 1):
            return frozenset(("nomn", "gent", "datv", "ablt", "any"))
        found = frozenset(f.case for f in forms(self.tokens.lowers[head]) if f.pos in ("NOUN", "UNKN"))
        listed_so = gazetteer().is_nominative(self.phrases.text((body.first, body.last)))
        if listed_so is None:
            listed_so = word in body.name.replace("»", " ").replace("«", " ").split() or None
        return found if listed_so is None else found | {"nomn"} if listed_so else found - {"nomn"}

    def _is_head(self, i: int) -> bool:
        return self.tokens.words[i][0].isalpha() and best_form(self.tokens.lowers[i]).pos in ("NOUN", "UNKN")

    def _is_told(self, at: int, body: Named, clause: Clause) -> bool:
        """Whether a body in the dative is the one that an order, a need or a list opener speaks to."""
        lowers, predicate = self.tokens.lowers, clause.predicate
        cue = clause.cue_token if self.has_own_cue(clause) else None
        addressed = self.is_addressed(clause) or self.says(clause, "telling") or self._is_allowed(clause)
        addressed = addressed or self.says(clause, "befalling")
        sure = "any" not in self.cases(body)
        if cue is None and predicate is None:
            ends = self.tokens.words[clause.last - 1] == ":"
            return sure and (ends or at == self._first_word(clause))
        beside = cue is not None and 0 <= at - cue <= 2
        if not sure and not beside:
            personal = cue is not None and self._is_personal(cue)
            telling = cue is None and self.says(clause, "telling")
            if personal or not (addressed or self.is_bare(clause)) or (telling and at < self._finite(clause)):
                return False
        if not (addressed or (cue is None and clause.modal)):
            return False
        infinitive = predicate if predicate is not None and best_form(lowers[predicate]).pos == "INFN" else None
        return beside or infinitive is None or at < infinitive

    def opening(self, clause: Clause) -> Body | None:
        """Returns the body in the nominative that opens a clause («РД КМГ с учетом долей (…) добыла»)."""
        first = self._first_word(clause)
        return next(
            (
                o
                for o in self.named(clause.first, first + 3)
                if "nomn" in self.cases(o) and self._opening(o, clause)[0] <= first
            ),
            None,
        )

    def _is_doing(self, body: Body, clause: Clause, *, joined: bool = False, loose: bool = False) -> bool:
        """Whether a body in the nominative is the subject that does what the predicate says."""
        if clause.predicate is None:
            return self._is_cell(body)
        if self.is_passive(clause) or self.is_bare(clause) or not (loose or self.decides(clause)):
            return False
        verb = self.verb(clause)
        if best_form(self.tokens.lowers[verb]).number == "plur" and not joined and not self._is_joined(body, clause):
            return False  # «ТОО «…» оштрафовали»
        return body.first < verb or self.subject(clause) is None or self._is_inverted(body, clause)

    def _is_inverted(self, body: Body, clause: Clause) -> bool:
        """Whether a thing before a verb is its object, a body behind it the subject («завод строит компания «…»»)."""
        at, _ = self._opening(body, clause)
        span, verb = self.subject(clause), self.verb(clause)
        head = next((i for i in range(*span) if self.phrases.is_noun(i)), None) if span is not None else None
        if head is None or head in self.phrases.names or at != verb + 1:
            return False
        thing = best_form(self.tokens.lowers[head]).animacy != "anim" and self.phrases.has_case(head, "accs")
        return thing and "tran" in best_form(self.tokens.lowers[verb]).marks

    def _is_joined(self, body: Body, clause: Clause) -> bool:
        """Whether another body, or a group with it, makes a plural («КТЖ и KEGOC построят», «банки»)."""
        if len(self.named(clause.first, clause.last)) > 1:
            return True
        plural = any(f.number == "plur" for f in forms(self.tokens.lowers[body.first]) if f.case == "nomn")
        return plural and "any" not in self.cases(body)

    def _is_cell(self, body: Named) -> bool:
        """Whether a body fills the cell of a row."""
        words_of = self.tokens.words
        before, after = words_of[body.first - 1] if body.first else "", words_of[body.last : body.last + 1]
        return before == "|" or after == ["|"] or self._is_tabbed(body)

    def _is_tabbed(self, body: Named) -> bool:
        text, start, end = self.tokens.view.text, *self.tokens.place(body.first, body.last)
        return (
            text[start - 1 : start] == "\t"
            or text[end : end + 1] == "\t"
            or text[max(0, start - 4) : start].lower() in ("<td>", "<th>")
        )

    def _is_label(self, left: int, floor: int) -> bool:
        """Whether a label stands before a body («исполнитель – …», «отв.: …»)."""
        i = left
        while i >= max(floor, left - 3) and not self.tokens.words[i][0].isalpha():
            i -= 1
        if i < floor or i == left:
            return False
        return self.tokens.lowers[i] in listed("executor") or best_form(self.tokens.lowers[i]).lemma in listed(
            "executor"
        )

    def _is_source(self, body: Named, clause: Clause) -> bool:
        """Whether a name behind a last dash, or before a first colon, says whose words these are."""
        words_of = self.tokens.words
        first, last = self.tokens.sentences[self.tokens.sentence_of[body.first]]
        ends = all(not w[0].isalnum() for w in words_of[body.last : last])
        if (
            ends
            and body.first > first
            and words_of[body.first - 1] == "-"
            and not self._is_label(body.first - 1, first)
        ):
            return True
        opens = body.first <= first + 1 and words_of[body.last : body.last + 1] == [":"]
        return opens and clause.predicate is not None and not clause.plural_we and not self.is_bare(clause)

    def _hangs(self, left: int, clause: Clause) -> bool:
        """Whether a name hangs on a noun before it («глава Минфина»)."""
        if left in self.phrases.barred or left in self.phrases.names:
            return left in self.phrases.names and left not in self.phrases.barred
        return self.phrases.is_noun(left)

    def _is_owned(self, left: int, clause: Clause) -> bool:
        """Whether the nouns before a name are its task, plan or means («план развития КТЖ»), not its means alone."""
        i = left
        while i >= clause.first and i > left - 5:
            form = best_form(self.tokens.lowers[i])
            lemma = form.lemma
            if lemma in listed("assets") and i == left:
                pass
            elif lemma in listed("assets"):
                return False
            if lemma in listed("owned") or lemma in listed("own-plan") or self.is_aim(i):
                before = i - 1
                while before >= clause.first and self.phrases.is_adjective(before):
                    before -= 1
                word = self.tokens.lowers[before] if before >= clause.first else ""
                return best_form(word).lemma not in listed("means") and word not in listed("by")
            passed = self.phrases.has_case(i, "gent", "datv") or self.tokens.lowers[i] in listed("by")
            if not passed or not self.tokens.words[i].isalpha():
                return False
            i -= 1
        return False

    def _is_done(self, i: int) -> bool:
        """Whether a word is a participle of what was done («предусмотренные Минфином 5 млрд»)."""
        readings = forms(self.tokens.lowers[i])
        return any(f.pos == "PRTF" and "pssv" in f.marks for f in readings) and readings[0].pos != "NOUN"

    def _is_part(self, left: int) -> bool:
        """Whether a noun is a part of a body that acts for it («подразделения МЧС», «совет директоров КТЖ»)."""
        head = left - 1 if left and best_form(self.tokens.lowers[left]).lemma in listed("directors") else left
        return best_form(self.tokens.lowers[head]).lemma in listed("body-part") and self.phrases.has_case(head, "nomn")

    def is_aim(self, i: int) -> bool:
        """Whether a word names a task, a plan or an aim."""
        if "cue" not in self.chain.tags(i):
            return False
        entry = self.chain.atoms[self.chain.at[i]].entry("cue")
        return entry.get("kind") == "goal" and (
            bool(entry.get("noun")) or best_form(self.tokens.lowers[i]).pos == "NOUN"
        )
