"""What is counted, put before its number: «школ построено 300», «пожаров – 61», «складов втрое больше» (SPEC §10)."""

from __future__ import annotations

from ..text.inflection import nominative
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .elided import Elided
from .frames import Frame, nominals
from .measured import Measured
from .partitives import Partitives
from .phrases import Phrases
from .relatives import Relatives
from .senses import PARTS
from .syntax import best_form, listed, told


class Fronted:
    """Names what the counts of one text count, where it stands before them."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases
        self.measured, self.partitives = Measured(chain, phrases), Partitives(chain, phrases)
        self.elided, self.relatives = Elided(chain, phrases), Relatives(chain, phrases)

    def of(
        self, value: Value, clause: Clause, frame: Frame | None, at: int | None, mode: str
    ) -> tuple[str, tuple[int, int]] | None:
        """Returns what is counted and its tokens, or None where nothing stands before the number."""
        if value.head is None and value.unit not in PARTS and self.phrases.object(value.last, clause.last, "gent"):
            return None  # «за счет внедрения технологий сэкономлено 220 млн кубометров воды»
        if value.head is not None and best_form(self.tokens.lowers[value.head]).lemma not in listed("piece"):
            return None
        chunk = self.measured.chunk(value.first, clause)
        lowers = self.tokens.lowers
        if lowers[chunk] in listed("out-of"):
            return None  # «из 4,1 млн жителей области 62% пользуются …»
        opens = chunk
        while chunk < value.first and (
            chunk in self.phrases.barred
            or (lowers[chunk] in listed("prepositions") and chunk + 1 in self.phrases.barred)
        ):
            chunk += 1
        lasts = chunk > opens and not self.chain.tags(chunk - 1).isdisjoint(("time_unit", "duration"))
        if value.money and lasts and best_form(lowers[chunk - 1]).number == "plur":
            return None  # «за тридцать лет сотрудничества банк предоставил займы на 7 млрд долларов»
        if chunk > clause.first and self.partitives.ends_participle(clause.first, chunk):
            chunk = clause.first  # «пастбищ, изъятых у владельцев, набралось 9 млн гектаров»
        span = self.partitives.of(chunk, value.first)
        text = None if span is None else self.phrases.text(span)
        if span is None:
            span = self.partitives.of_kind(chunk, value.first)
            noun = None if span is None else self.elided.topic(clause)
            text = None if noun is None or span is None else f"{self.phrases.text(span)} {noun}"
            form = None if span is None else best_form(lowers[span[1] - 1])  # «пострадавших – 61»
            people = form is not None and (form.pos == "PRTF" or form.lemma in listed("substantive"))
            text = self.phrases.text(span) if people and span is not None and text is None else text
        if span is None or text is None:
            return None
        text = text[0].lower() + text[1:] if text[1:2].islower() else text
        text = text.partition(" ")[2] if best_form(lowers[span[0]]).lemma in listed("this") and " " in text else text
        if value.unit in PARTS and mode == "level":
            return f"{told('share')} {text}{self.relatives.of(value, clause, span, 'gent')}", span
        verb = None if frame is None or at is None or frame.noun else best_form(self.tokens.lowers[at]).lemma
        doing = nominals().get(verb) if verb and frame and frame.kind in ("make", "get") else None
        return (f"{doing.split(' ')[0]} {text}" if doing else nominative(text) + self.partitives.tail(span)), span
