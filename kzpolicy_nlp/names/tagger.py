"""Names of persons, places and organisations, found by a model of slovnet's kind on numpy alone.

The model is slovnet's CNN-CRF (word and shape embeddings, three convolutions of width 3, a linear layer, Viterbi) with
navec's quantised embeddings. The weights are ours, slovnet's news weights trained further (models/kzpolicy_ner/); the
embeddings lie in natasha's wheel and are read without importing natasha. The answers are those of slovnet's runner for
the same weights; what differs is the work:

- the first convolution is a sum of three table rows: each distinct token's part in it is computed once and kept in a
  bounded table, so the widest matrix product is paid for new words only;
- batch norms are folded into the next layer's weights;
- sentences stand in one row, a gap between two, and go through in windows, so memory does not grow with the text;
- Viterbi runs only where a tag other than O can be on the best path; the bound that rules the others out is exact.

Source: A. Kukushkin, slovnet and navec (MIT), https://github.com/natasha/slovnet; models/slovnet_news/card.md.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from .model_files import WEIGHTS, Layer, read_pack

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Integers = npt.NDArray[np.intp]
    Bytes = npt.NDArray[np.uint8]
    Flags = npt.NDArray[np.bool_]

BLOCK = 16_384  # tokens of whole sentences that are decoded together
WINDOW = 2_048  # tokens that go through the network together; fits a core's cache
TABLE = 8_192  # distinct tokens whose part in the first layer is kept, 3 kB each; more than a window holds

Name = tuple[int, int, str]
Place = str | None  # a token, or the gap that stands before, between and after sentences


class Tagger:
    """A loaded model. One object serves any number of threads; get it from `Tagger.load`."""

    _loaded: ClassVar[dict[str, Tagger]] = {}
    _loading: ClassVar[threading.Lock] = threading.Lock()

    @classmethod
    def load(cls, path: str | None = None) -> Tagger:
        """The tagger of a slovnet NER pack, read once per process.

        Args:
            path: a slovnet NER pack (`.tar`); its navec embeddings are looked for beside it, then in natasha.
                None: the weights that ship with the library.

        Raises:
            MissingExtra: natasha is not installed.
            InputError: there is no file at `path`.
            DataError: a file isn't a slovnet NER pack or navec's embeddings, or the two don't fit each other.
        """
        path = os.path.abspath(path if path is not None else WEIGHTS)
        with cls._loading:
            if path not in cls._loaded:
                cls._loaded[path] = cls(path)
            return cls._loaded[path]

    def __init__(self, path: str) -> None:
        import numpy as np

        self._path = path
        self._pack = pack = read_pack(path)
        # The table: place → row, and per row the sums of the three taps, the place and the clock of its last use.
        self._lock = threading.Lock()
        self._rows: dict[Place, int] = {None: 0}
        self._taps = np.zeros((3, TABLE, pack.layers[0].bias.size), np.float32)
        self._places: list[Place] = [None] * TABLE
        self._used = np.zeros(TABLE, np.int64)
        self._clock = 0

    def __reduce__(self) -> tuple[Callable[[str], Tagger], tuple[str]]:
        return Tagger.load, (self._path,)

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Name]]:
        """The names of each sentence, in order, none overlapping.

        A sentence's names depend on that sentence alone. They are those of slovnet's NER for the same tokens, up to
        float32 rounding between paths that score the same. Unlike slovnet, an empty sentence is answered (with no
        names) and a token spelled `<pad>` is an unknown word.

        Args:
            sentences: token texts, as razdel cuts them, case kept.

        Returns:
            For each sentence its names as (first token, last token + 1, "PER" | "LOC" | "ORG").
        """
        found: list[list[Name]] = [[] for _ in sentences]
        for first, places, gaps in _blocks(sentences):
            tags = self._decode(self._emissions(places), gaps)
            self._collect(tags, gaps, first, found)
        return found

    def _emissions(self, places: list[Place]) -> Floats:
        """Each tag's score at each place of a block."""
        import numpy as np

        pack = self._pack
        reach = len(pack.layers)  # how far a place's scores look to each side
        scores = np.empty((len(places), len(pack.tags)), np.float32)
        for start in range(0, len(places), WINDOW):
            stop = min(start + WINDOW, len(places))
            left, right = max(start - reach, 0), min(stop + reach, len(places))
            x, gaps = self._first_layer(places[left:right])
            for layer in pack.layers[1:]:
                x = _convolve(x, layer, gaps)
            np.matmul(x[start - left : stop - left], pack.projection, out=scores[start:stop])
        scores += pack.projection_bias
        return scores

    def _first_layer(self, window: list[Place]) -> tuple[Floats, Integers]:
        """The first convolution over a window, as if gaps stood at its ends, and where the gaps in it are."""
        import numpy as np

        with self._lock:
            self._clock += 1
            distinct = set(window)
            if new := distinct.difference(self._rows):
                self._used[[self._rows[place] for place in distinct - new]] = self._clock
                self._add(sorted(place for place in new if place is not None))
            rows = np.fromiter(map(self._rows.__getitem__, window), np.intp, len(window))
            self._used[rows] = self._clock
            x = self._taps[1].take(rows, axis=0)
            x[1:] += self._taps[0].take(rows[:-1], axis=0)
            x[:-1] += self._taps[2].take(rows[1:], axis=0)
        gaps = np.flatnonzero(rows == 0)
        np.maximum(x, 0, out=x)
        x[gaps] = 0
        return x, gaps

    def _add(self, new: list[str]) -> None:
        """Puts new tokens into the table, in place of those unused for longest once it is full."""
        import numpy as np

        layer = self._pack.layers[0]
        sums = self._pack.words.vectors(new) @ layer.weight
        taps = sums.reshape(len(new), 3, layer.bias.size).transpose(1, 0, 2)
        taps[1] += layer.bias
        size = len(self._rows)
        slots = np.arange(size, min(size + len(new), TABLE))
        if short := len(new) - len(slots):
            self._used[0] = self._clock  # the gap stays
            oldest = np.argpartition(self._used[:size], short)[:short]
            for slot in oldest.tolist():
                del self._rows[self._places[slot]]
            slots = np.concatenate((slots, oldest))
        self._taps[:, slots] = taps
        for slot, text in zip(slots.tolist(), new, strict=True):
            self._rows[text] = slot
            self._places[slot] = text

    def _decode(self, scores: Floats, gaps: Integers) -> Bytes:
        """The tag of each place on its sentence's best path; O in gaps.

        Where every run of other tags through a place loses to O throughout, even by an upper bound of what the run
        can gain, O is on the best path. Such places cut the sentences into short runs, which alone need Viterbi.
        """
        import numpy as np

        o = self._pack.o
        others = [tag for tag in range(len(self._pack.tags)) if tag != o]
        won = (self._pack.transitions - self._pack.transitions[o, o]).astype(np.float64)  # against O to O
        lead = scores[:, others] - scores[:, o : o + 1].astype(np.float64)
        begin, go_on = (lead + won[o, others]).max(axis=1), (lead + won[others][:, others].max(axis=0)).max(axis=1)
        begin[gaps[:-1] + 1] = lead[gaps[:-1] + 1].max(axis=1)  # a sentence's ends have no transition
        begin[gaps] = go_on[gaps] = -1e6
        total = go_on.cumsum()
        end = total + won[others, o].max()
        end[gaps[1:] - 1] = total[gaps[1:] - 1]
        bound = np.maximum.accumulate(begin - total) + np.maximum.accumulate(end[::-1])[::-1]
        inside = np.ones(len(scores), np.bool_)
        inside[gaps] = False
        open_ = inside & (bound > -1e-3)  # far above rounding
        tags = np.full(len(scores), o, np.uint8)
        edges = np.flatnonzero(open_[1:] != open_[:-1]) + 1  # a block begins and ends with a gap, so they pair
        if edges.size:
            self._viterbi(scores, inside, edges[::2], edges[1::2], tags)
        return tags

    def _viterbi(self, scores: Floats, inside: Flags, starts: Integers, stops: Integers, tags: Bytes) -> None:
        """Writes the best path of every run; the place beside a run is O, or a gap, which has no transitions."""
        import numpy as np

        transitions, o = self._pack.transitions, self._pack.o
        order = np.argsort(starts - stops, kind="stable")  # the longest first: those that go on are a prefix
        starts, stops = starts[order], stops[order]
        lengths = stops - starts
        counts = np.searchsorted(-lengths, -np.arange(lengths[0])).tolist()  # how many are longer than the step
        best = scores[starts] + np.where(inside[starts - 1, None], transitions[o], 0)
        steps = []
        for step, count in enumerate(counts[1:], 1):
            paths = best[:count, :, None] + transitions
            steps.append(paths.argmax(axis=1))
            best[:count] = paths.max(axis=1) + scores[starts[:count] + step]
        best += np.where(inside[stops, None], transitions[:, o], 0)
        tag = best.argmax(axis=1)
        for step in range(len(steps), 0, -1):
            count = counts[step]
            tags[starts[:count] + step] = tag[:count]
            tag[:count] = steps[step - 1][np.arange(count), tag[:count]]
        tags[starts] = tag

    def _collect(self, tags: Bytes, gaps: Integers, first: int, found: list[list[Name]]) -> None:
        """Adds a block's names to `found`, read as slovnet reads them: B begins, any I goes on, O ends."""
        import numpy as np

        named = np.flatnonzero(tags != self._pack.o)
        owners = np.searchsorted(gaps, named) - 1
        offsets = named - gaps[owners] - 1
        kind, start, stop, owner, last = "", 0, 0, 0, -1
        columns = (named.tolist(), tags[named].tolist(), offsets.tolist(), owners.tolist())
        for place, tag, offset, sentence in zip(*columns, strict=True):
            part, _, label = self._pack.tags[tag].partition("-")
            if kind and (part == "B" or place != last + 1):
                found[first + owner].append((start, stop, kind))
                kind = ""
            if part == "B":
                kind, start, stop, owner = label, offset, offset + 1, sentence
            elif part == "I":
                stop = offset + 1
            last = place
        if kind:
            found[first + owner].append((start, stop, kind))


def _blocks(sentences: Sequence[Sequence[str]]) -> Iterator[tuple[int, list[Place], Integers]]:
    """Sentences in a row, about BLOCK tokens at a time: the first one's number, the places, which of them are gaps."""
    import numpy as np

    first, places, gaps = 0, list[Place]([None]), [0]
    for number, sentence in enumerate(sentences):
        if len(gaps) > 1 and len(places) + len(sentence) > BLOCK:
            yield first, places, np.array(gaps)
            first, places, gaps = number, [None], [0]
        places.extend(sentence)
        gaps.append(len(places))
        places.append(None)
    if len(gaps) > 1:
        yield first, places, np.array(gaps)


def _convolve(x: Floats, layer: Layer, gaps: Integers) -> Floats:
    """A layer's output, zero in the gaps; wrong at both ends of a window, where the neighbours aren't known."""
    import numpy as np

    width = layer.bias.size
    taps = x @ layer.weight
    out: Floats = taps[:, width : 2 * width] + layer.bias
    out[1:] += taps[:-1, :width]
    out[:-1] += taps[1:, 2 * width :]
    out[gaps[gaps + 1 < len(out)] + 1] -= layer.no_left
    out[gaps[gaps > 0] - 1] -= layer.no_right
    np.maximum(out, 0, out=out)
    out[gaps] = 0
    return out
