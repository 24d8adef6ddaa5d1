"""What the rooms of names read in common: a text with its cue words, its pairs of quotes, chains of genitives."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from ..text import morphology
from ..text.data import words
from ..text.lexicon import Lexicon
from ..text.tokens import Tokens
from .gazetteer import Gazetteer, Hit

_ADDRESSED = 4  # tokens between a document and its title: «народу Республики Казахстан»
QUOTE_REACH = 40  # tokens between the quotes of one name at most
_SHARED = 8  # tokens between two opening quotes that one closing quote ends at most
_CHAIN_REACH = 24  # tokens of a chain at most
_NOTHING: frozenset[str] = frozenset()
_QUOTES = frozenset('«»"')
_LIKELY = 0.05  # the least weight of a reading that counts

Span = tuple[int, int]


@functools.cache
def cues() -> dict[str, frozenset[str]]:
    """Returns the classes of every cue word's every form (`words/names.toml`)."""
    lexicon = Lexicon([("names", words("names")["cue"])])
    return {form: classes for form, (classes, _) in lexicon.readings.items()}


def cue_of(low: str) -> frozenset[str]:
    """Returns the classes of a small-letter word."""
    return cues().get(low, _NOTHING)


class Page:
    """A text as the rooms of names read it; nothing is written on it once it is made.

    Attributes:
        cues: the classes of each token (`words/names.toml`).
        hits, hit_at: the names of the lists, and by their first token.
        in_place: the tokens of places of the lists behind the first («Федерации» of «Российской Федерации»).
        tags, tag_at: the tagger's spans as tokens of the text, and by each token; None and empty without a tagger.
        closing: the token of the closing quote, by that of the opening one.
        within: the innermost pair of quotes around a token.
        titles: what is named in quotes as a document, an event or a thing, in small letters.
    """

    __slots__ = (
        "_firsts",
        "closing",
        "cues",
        "hit_at",
        "hits",
        "in_place",
        "lists",
        "lowers",
        "tag_at",
        "tags",
        "titles",
        "tokens",
        "within",
        "words",
    )

    def __init__(self, tokens: Tokens, lists: Gazetteer, tags: Sequence[Sequence[tuple[int, int, str]]] | None) -> None:
        self.tokens, self.words, self.lowers, self.lists = tokens, tokens.words, tokens.lowers, lists
        known = cues()
        self.cues = [known.get(low, _NOTHING) for low in tokens.lowers]
        self.hits: list[Hit] = lists.scan(tokens)
        self.hit_at = {hit.first: hit for hit in self.hits}
        self.in_place = {i for hit in self.hits if not hit.of("organisations") for i in range(hit.first + 1, hit.last)}
        self.tags: list[tuple[int, int, str]] | None = None
        if tags is not None:
            self.tags = [
                (first + begin, first + end, kind)
                for (first, _), found in zip(tokens.sentences, tags, strict=True)
                for begin, end, kind in found
            ]
        self.tag_at = {i: tag for tag in self.tags or () for i in range(tag[0], tag[1])}
        self._firsts: set[int] = set()
        self.closing: dict[int, int] = {}
        self.within: dict[int, Span] = {}
        for first, last in tokens.sentences:
            self._pair(first, last)
            opening = next((i for i in range(first, last) if self.words[i][0].isalpha()), first)
            self._firsts.update((first, opening))
        self.titles = {self.quoted(i) for i in self.closing if self.before_quotes(i) & {"writing", "goods"}}

    def before_quotes(self, opening: int) -> frozenset[str]:
        """Returns the classes of the noun behind which quotes stand: «послание» in «послание народу Казахстана «…»»."""
        at, start = opening - 1, self.sentence_start(opening)
        if at > start and self.words[at] == "-":
            at -= 1
        noun = at
        while noun > start and noun > at - _ADDRESSED and (noun in self.in_place or noun in self.hit_at):
            noun -= 1
        while noun > start and noun > at - _ADDRESSED and _is_dative(self.lowers[noun]):
            noun -= 1
        if noun < at and noun >= start and "writing" in self.cues[noun]:
            return self.cues[noun]
        return self.cues[at] if at >= start else _NOTHING

    def quoted(self, opening: int) -> str:
        """Returns what stands in the quotes that open at a token, in small letters."""
        return " ".join(self.lowers[opening + 1 : self.closing.get(opening, opening + 1)])

    def _pair(self, first: int, last: int) -> None:
        """Finds the quotes of a sentence that belong together; one closing quote may close two («АО «НК «КТЖ»»)."""
        spelled, open_at = self.words, list[int]()
        if _QUOTES.isdisjoint(spelled[first:last]):
            return
        closing = dict[int, int]()
        for i in range(first, last):
            word = spelled[i]
            if word == "«" or (word == '"' and self._opens(i, first, last, bool(open_at))):
                open_at.append(i)
            elif word in '»"' and open_at:
                begin = open_at.pop()
                closing[begin] = i
                while (
                    open_at and (i + 1 == last or spelled[i + 1] not in '»"') and self._is_doubled(open_at[-1], begin)
                ):
                    begin = open_at.pop()
                    closing[begin] = i
        for outer in open_at:  # one closing quote for two: «Национальная компания «КазМунайГаз»
            inner = next((i for i in range(outer + 1, min(outer + _SHARED, last)) if i in closing), 0)
            if inner:
                closing[outer] = closing[inner]
        self.closing |= closing
        for begin, end in sorted(closing.items()):
            if end - begin <= QUOTE_REACH:
                for i in range(begin + 1, end):
                    self.within[i] = (begin, end)

    def _is_doubled(self, outer: int, inner: int) -> bool:
        """Says whether only a type or a legal form stands between two opening quotes («НК «)."""
        return inner - outer <= 3 and all(w[0].isupper() for w in self.words[outer + 1 : inner])

    def _opens(self, i: int, first: int, last: int, is_inside: bool) -> bool:
        tokens = self.tokens
        glued_before = i > first and tokens.glued(i) and self.words[i - 1] not in "(«-"
        glued_behind = i + 1 < last and tokens.glued(i + 1)
        if glued_before == glued_behind:
            return not is_inside
        return glued_behind and not (is_inside and not self.words[i + 1][0].isalnum())

    def sentence_end(self, i: int) -> int:
        """Returns the end of the sentence that token i stands in."""
        return self.tokens.sentences[self.tokens.sentence_of[i]][1]

    def sentence_start(self, i: int) -> int:
        """Returns the first token of the sentence that token i stands in."""
        return self.tokens.sentences[self.tokens.sentence_of[i]][0]

    def is_capital(self, i: int) -> bool:
        """Says whether token i begins with a capital."""
        return self.words[i][0].isupper()

    def begins_person(self, i: int) -> bool:
        """Says whether the tagger sees a person's name of several words begin at token i («Владимир Путин»)."""
        first, last, kind = self.tag_at.get(i, (-1, 0, ""))
        if kind != "PER" or first != i or last - i < 2 or not self.words[i + 1][0].isupper():
            return False
        return is_personal(self.lowers[i]) and not (i > 0 and self.cues[i - 1] & {"town", "town_short"})

    def opens_sentence(self, i: int) -> bool:
        """Says whether token i is the first word of its sentence, of a quotation or of a list item."""
        return i in self._firsts or self.words[i - 1] in '«":•'

    def text(self, first: int, last: int) -> str:
        """Returns the clean text of tokens `first … last - 1`."""
        tokens = self.tokens
        return tokens.view.clean[tokens.starts[first] : tokens.ends[last - 1]]


@functools.lru_cache(maxsize=1 << 15)
def cases(low: str) -> tuple[frozenset[str], frozenset[str]]:
    """Returns the cases in which a small-letter word may be an adjective, and those in which it may be a noun."""
    readings = morphology.forms(low)
    adjective = frozenset(r.case for r in readings if r.pos in ("ADJF", "PRTF") and r.score > _LIKELY)
    noun = frozenset(r.case for r in readings if r.pos == "NOUN" and r.score > _LIKELY)
    if readings[0].pos in ("PREP", "CONJ", "VERB", "INFN", "PRCL", "PRTS", "ADJS", "ADVB", "GRND", "NPRO"):
        return frozenset(), frozenset()
    return adjective, noun


@functools.lru_cache(maxsize=1 << 14)
def is_plural(low: str) -> bool:
    """Says whether an adjective is a plural in all its readings."""
    numbers = {r.number for r in morphology.forms(low) if r.pos in ("ADJF", "PRTF")}
    return numbers == {"plur"}


def _is_dative(low: str) -> bool:
    """Says whether a noun is a dative for sure («народу»; not «организации», which may be a genitive)."""
    found = cases(low)[1]
    return "datv" in found and "gent" not in found


@functools.lru_cache(maxsize=1 << 14)
def is_finite(low: str) -> bool:
    """Says whether a word is a verb that makes a sentence («нуждается»)."""
    return morphology.forms(low)[0].pos == "VERB"


@functools.lru_cache(maxsize=1 << 14)
def is_personal(low: str) -> bool:
    """Says whether a word may be somebody's name."""
    return any(r.marks & {"Name", "Surn", "Patr"} for r in morphology.forms(low))


@functools.lru_cache(maxsize=1 << 14)
def lemmas(low: str) -> frozenset[str]:
    """Returns the lemmas of a small-letter word's readings."""
    return frozenset(r.lemma for r in morphology.forms(low))


def chain(page: Page, start: int, case: str, stops: frozenset[str], *, with_posts: bool = False) -> int:
    """Returns the end of the phrase in this case that begins at a token: adjectives, nouns, genitives, lists of them.

    A list with commas counts only where «и» closes it.

    Args:
        page: the text.
        start: the token that the phrase begins with.
        case: the case of its nouns.
        stops: lemmas of nouns that begin another name.
        with_posts: whether posts may stand in it («аппарат акима»).
    """
    words_, lowers = page.words, page.lowers
    limit = min(page.sentence_end(start) if start < len(words_) else start, start + _CHAIN_REACH)
    agreed, i, listed = start, start, False
    conjunctions, followed = words("names")["chain"]["conjunctions"], words("names")["chain"]["followed"]
    while i < limit:
        if not with_posts and "post" in page.cues[i]:
            break
        end = _group(page, i, case, limit, stops)
        if end == i and case != "gent" and i > start:
            end = _group(page, i, "gent", limit, stops)
        if end == i:
            break
        i = end
        while (with_posts or i >= limit or "post" not in page.cues[i]) and (
            end := _group(page, i, "gent", limit, stops)
        ) > i:
            i = end
        if i < limit and (nouns := followed.get(lowers[i])) and lemmas(lowers[i - 1]) & set(nouns):
            end = _group(page, i + 1, "ablt", limit, stops)
            while end > i + 1 and (more := _group(page, end, "gent", limit, stops)) > end:
                end = more
            i = end if end > i + 1 else i
        if not listed:
            agreed = i
        if i < limit and lowers[i] in conjunctions:
            listed = False
            i += 1
        elif i < limit and words_[i] == ",":
            listed = True
            i += 1
        else:
            break
    return agreed


def _group(page: Page, start: int, case: str, limit: int, stops: frozenset[str]) -> int:
    """Returns the end of adjectives and their noun in this case (the start if there is none)."""
    i = start
    conjunctions = words("names")["chain"]["conjunctions"]
    adverbs = words("names")["chain"]["adverbs"]
    local = words("names")["chain"]["local"]
    while i < limit and _is_plain(page, i) and "named" not in page.cues[i]:
        low = page.lowers[i]
        adjective, noun = cases(low)
        if case in noun and not (case in adjective and i + 1 < limit and _goes_on(page, i + 1, case)):
            if i in page.hit_at or (page.is_capital(i) and not _may_be_capital(page, i)) or not _is_word(low):
                return start
            if low in words("names")["chain"]["times"]:
                return start  # «Национальный банк второй раз подряд»
            return start if lemmas(low) & stops or (low in local and not page.is_capital(i)) else i + 1
        if case in adjective:
            if i in page.hit_at and page.is_capital(i):
                return start
            i += 1
            if (
                i + 1 < limit
                and (page.lowers[i] in conjunctions or page.words[i] == ",")
                and case in cases(page.lowers[i + 1])[0]
            ):
                i += 1
            continue
        if low in adverbs and i + 1 < limit:
            i += 1
            continue
        if (
            page.words[i].isupper()
            and 1 < len(page.words[i]) < 6
            and i not in page.hit_at
            and page.words[i] not in legal_forms()
        ):
            return i + 1
        return start
    return start


@functools.lru_cache(maxsize=1 << 14)
def _is_word(low: str) -> bool:
    """Says whether the dictionary knows a word, or its part behind a hyphen; «началорасследования» is none."""
    return all(morphology.analyzer().word_is_known(part) for part in (low, low.rpartition("-")[2])[-1:])


@functools.cache
def legal_forms() -> frozenset[str]:
    """Legal forms and short types («АО», «НК», «ИА»): what stands in quotes behind them is a body's name."""
    known = words("organisation_words")
    found = {word for word in known["legal_forms"]["before"] if " " not in word}
    for table in known["heads"].values():
        found.update(table.get("undeclined", ()))
    return frozenset(found.union(words("names")["written"]["forms"]))


def _goes_on(page: Page, i: int, case: str) -> bool:
    adjective, noun = cases(page.lowers[i])
    return _is_plain(page, i) and (case in noun or case in adjective)


def _is_plain(page: Page, i: int) -> bool:
    return page.words[i][0].isalpha()


def _may_be_capital(page: Page, i: int) -> bool:
    """A capital inside a body's name: «Дружбы народов», «Национального Банка», but no name of a person."""
    low = page.lowers[i]
    return morphology.analyzer().word_is_known(low) and not is_personal(low)
