"""Times whose place says what they are: date lines, dates and titles of laws, periods of programmes (SPEC §5)."""

from __future__ import annotations

from ..records import Role
from ..text.rules import Chain
from ..values.periods import Part, Spell, TimeExpr
from .clauses import Clauses

_LABEL = 12  # tokens of a row's label
_TOLD = frozenset({"in", "during", "results", "as_of"})  # a heading with these says when its things happened
_FAR = 40  # tokens that a document's name may stand before its period


class Headings:
    """Says which times belong to a text's frame and not to what it tells."""

    def __init__(self, chain: Chain, clauses: Clauses) -> None:
        self.chain, self.tokens, self.clauses = chain, chain.tokens, clauses
        self.line_of = [n for n, (a, b) in enumerate(self.tokens.lines) for _ in range(a, b)]
        self._titles: dict[int, bool] = {}

    def role(self, expr: TimeExpr) -> Role | None:
        """The role that its place gives an expression: a date line's, a law's date's, a title's, a document's."""
        if expr.governor == "compared":
            return None
        label = self._labelled(expr)
        if label is not None:
            return label
        if expr.governor == "dated" or self._is_date_line(expr) or self._in_quoted_title(expr):
            return "other"
        if expr.governor not in _TOLD and self._in_title(expr):
            return "other"
        if expr.governor == "onto" or (expr.governor == "until" and not self._is_toward(expr)):
            return self._period_of_document(expr)
        return None

    def _labelled(self, expr: TimeExpr) -> Role | None:
        """What the label of a row makes of its time («Срок исполнения: декабрь 2025 года»), if it has one."""
        first, last = self.tokens.sentences[self.tokens.sentence_of[expr.first]]
        if expr.governor not in (None, "in", "onto") or (expr.precision == "day" and expr.governor):
            return None
        sign = expr.opening - 1
        if not (first < sign and self.chain.tags(sign) & {"colon", "dash"}) or expr.opening - first > _LABEL:
            return None
        if any(
            word.isalpha() and "year_word" not in self.chain.tags(i)
            for i, word in enumerate(self.tokens.words[expr.last : min(last, expr.last + 3)], expr.last)
        ):
            return None
        start = sign - 1
        while start > first and not self.chain.tags(start - 1) & {"colon", "semicolon", "dot", "comma", "dash"}:
            start -= 1
        head = self.chain.tags(start)
        return "start" if "start_label" in head else "deadline" if "row_label" in head else None

    def _is_toward(self, expr: TimeExpr) -> bool:
        atom = self.chain.atoms[self.chain.at[expr.opening]]
        return "until" in atom.entries and bool(atom.entry("until").get("toward"))

    def _is_date_line(self, expr: TimeExpr) -> bool:
        """Whether this is the text's own date: followed by a clock, or alone with a place."""
        if expr.governor is not None or expr.precision != "day":
            return False
        if self._beside_clock(expr):
            return True
        sentence = self.tokens.sentence_of[expr.first]
        first, last = self.tokens.sentences[sentence]
        before = [w for w in self.tokens.words[first : expr.first] if w[0].isalpha()]
        after = self.tokens.words[expr.last : last]
        capitals = all(w[0].isupper() or len(w) < 3 for w in before) and len(before) <= 5
        if not capitals or (expr.rule == "day_word" and before):
            return False
        if expr.rule == "day_in_figures" and expr.first == first and self.clauses.at(first).tense is None:
            return True
        if all(not w.isalpha() for w in after):
            return not before or self.clauses.at(expr.first).predicate is None
        return bool(after) and after[0] in "-(/|." and bool(before) and sentence <= 4

    def _beside_clock(self, expr: TimeExpr) -> bool:
        """Whether a clock stands right behind, or before («19:23, 21 октября»)."""
        for near, further, edge in ((expr.last, expr.last + 1, -1), (expr.first - 1, expr.first - 2, expr.first - 3)):
            clock = near if "clock" in self.chain.tags(near) else further if "comma" in self.chain.tags(near) else -1
            if "clock" in self.chain.tags(clock):
                governors = {"until", "since", "in", "through"}
                return not (edge >= 0 and clock < expr.first and self.chain.tags(clock - 1) & governors)
        return False

    def _in_title(self, expr: TimeExpr) -> bool:
        sentence = self.tokens.sentence_of[expr.first]
        line = self.line_of[sentence]
        known = self._titles.get(line)
        if known is None:
            known = self._titles[line] = self._is_title(line)
        return known

    def _is_title(self, line: int) -> bool:
        """Whether a line is a heading: one sentence without a predicate, an end or an opener's items."""
        first, last = self.tokens.lines[line]
        if last - first != 1:
            return False
        begin, end = self.tokens.sentences[first]
        words = self.tokens.words
        if words[end - 1] in ".:;!?…," or not words[begin][0].isupper() or end - begin > 40 or end - begin < 3:
            return False
        if any(c.tense is not None or c.modal for c in self.clauses.of(first)):
            return False
        if any(self._parts(i) for i in range(begin, end)):
            return False
        return first == 0 or words[self.tokens.sentences[first - 1][1] - 1] not in ":;,"

    def _parts(self, i: int) -> bool:
        """Whether a dash parts a line; one between two months or figures does not."""
        if "dash" not in self.chain.tags(i) or self.tokens.glued(i):
            return False
        return not all(self.chain.tags(j) & {"month", "number", "year"} for j in (i - 1, i + 1))

    def _in_quoted_title(self, expr: TimeExpr) -> bool:
        """Whether the expression lies in the quoted name of a law or a document."""
        first = self.tokens.sentences[self.tokens.sentence_of[expr.first]][0]
        for i in range(expr.first - 1, max(first, expr.first - _FAR) - 1, -1):
            if "quote" in self.chain.tags(i):
                return bool(self.chain.tags(i + 1) & {"about_law", "document"})
        return False

    def _tells_figure(self, expr: TimeExpr, last: int) -> bool:
        """Whether a number stands behind a time in its clause."""
        tags = self.chain.tags
        return any("number" in tags(i) and not tags(i + 1) & {"month", "year_word"} for i in range(expr.last, last - 1))

    def _period_of_document(self, expr: TimeExpr) -> Role | None:
        """`other` for the period of a programme or plan, `deadline` for that of a budget, None for neither."""
        if expr.precision not in ("year", "period") or isinstance(expr.meaning, (Spell, Part)):
            return None
        clause = self.clauses.at(expr.first)
        stop = max(self.tokens.sentences[self.tokens.sentence_of[expr.first]][0], expr.opening - _FAR)
        for i in range(expr.opening - 1, stop - 1, -1):
            tags = self.chain.tags(i)
            if "budget" in tags:
                about = any("about_law" in self.chain.tags(j) for j in range(max(stop, i - 3), i))
                of_law = about and any("document" in self.chain.tags(j) for j in range(max(stop, i - 9), i))
                return "other" if of_law else "deadline"
            if "document" in tags:
                beside = i == expr.opening - 1 and "dash" in self.chain.tags(expr.last)
                entry = self.chain.atoms[self.chain.at[i]].entry("document")
                counts = entry.get("of_year") and expr.precision == "year" and self._tells_figure(expr, clause.last)
                return None if beside or counts else "other"
            if (i == clause.predicate and clause.tense is not None) or tags & {"colon", "semicolon", "planned"}:
                return None
        return None
