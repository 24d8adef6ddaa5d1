"""The files of the names model: a slovnet NER pack and navec's embeddings, read into plain arrays.

Source: A. Kukushkin, slovnet and navec (MIT), https://github.com/natasha/slovnet; models/kzpolicy_ner/card.md.
"""

from __future__ import annotations

import gzip
import importlib.util
import os
import tarfile
import zlib
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kzpolicy_nlp.errors import DataError, InputError, MissingExtra

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Integers = npt.NDArray[np.intp]
    Bytes = npt.NDArray[np.uint8]

WEIGHTS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "weights", "ner.tar")
_LAST = b"\n<unk>\n<pad>"  # behind the sorted words
_HEAD = 16  # bytes of a word that are compared at once; the few words that share them are told apart one by one
EMBEDDINGS = os.path.join("data", "emb")


class Layer(NamedTuple):
    """A convolution of width 3, the batch norm before it folded in.

    Gaps are zeros, but the folded norm's shift must not be counted there, so what a missing neighbour would have
    brought is kept apart.
    """

    weight: Floats  # inputs × (3 · filters), the taps side by side
    bias: Floats
    no_left: Floats
    no_right: Floats


class Words:
    """Vectors of tokens: navec's for the word in lower case, the model's own for its shape.

    The vocabulary of 250,000 is kept as it is written, sorted bytes, with the place and the first letters of each word
    (10 MB where a dict takes 43); navec's indexes stay in their file (mapped, so that processes share them).
    """

    def __init__(self, words: bytes, shapes: list[str], shape_vectors: Floats, indexes: Bytes, codes: Floats) -> None:
        import numpy as np

        if not words.endswith(_LAST):
            raise ValueError("the vocabulary doesn't end with the unknown word and the gap")
        self._text = words + b"\n" * _HEAD
        letters = np.frombuffer(self._text, np.uint8)
        ends = np.flatnonzero(letters[: len(words)] == ord("\n"))[:-1]
        self._starts = np.append([0], ends + 1).astype(np.int32)
        self._heads = np.lib.stride_tricks.sliding_window_view(letters, _HEAD)[self._starts[:-1]].view(f"S{_HEAD}")[
            :, 0
        ]
        if (self._heads[1:] < self._heads[:-1]).any():
            raise ValueError("the vocabulary isn't sorted")
        self._unknown = len(self._heads)
        self._shapes = {shape: number for number, shape in enumerate(shapes)}
        self._shape_vectors, self._indexes, self._codes = shape_vectors, indexes, codes

    def vectors(self, tokens: Sequence[str]) -> Floats:
        """One row a token: the word's vector, then the shape's."""
        import numpy as np
        from slovnet.shape import word_shape

        parts = np.arange(len(self._codes))
        words = self._codes[parts, self._indexes[self._numbers(tokens)]].reshape(len(tokens), -1)
        shapes = self._shape_vectors[[self._shapes[word_shape(token)] for token in tokens]]
        return np.concatenate((words, shapes), axis=1)

    def _numbers(self, tokens: Sequence[str]) -> list[int]:
        """The vocabulary's number of each token."""
        import numpy as np

        lines = [token.lower().encode("utf-8", "surrogatepass") + b"\n" for token in tokens]
        heads = np.array(lines, self._heads.dtype)
        first, last = (np.searchsorted(self._heads, heads, side).tolist() for side in ("left", "right"))
        return [self._number(*found) for found in zip(lines, first, last, strict=True)]

    def _number(self, line: bytes, first: int, last: int) -> int:
        """The number of a word with its line's end, among the words whose first letters are its own."""
        if last > first + 1:
            first = bisect_left(range(last), line, first, key=self._line)
        return first if first < self._unknown and self._line(first) == line else self._unknown

    def _line(self, number: int) -> bytes:
        return self._text[self._starts[number] : self._starts[number + 1]]


class ModelPack(NamedTuple):
    """A model's parts, ready to run."""

    words: Words
    layers: list[Layer]
    projection: Floats
    projection_bias: Floats
    transitions: Floats
    tags: list[str]
    o: int  # the number of the tag O


def natasha_folder() -> str:
    """The folder of the installed natasha, found without importing it: its import fails on Python 3.12 and later."""
    spec = importlib.util.find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtra(
            "the word embeddings of the names model lie in the package natasha, which isn't installed: "
            "pip install 'natasha>=1.6,<2'"
        )
    return next(iter(spec.submodule_search_locations))


def read_pack(path: str) -> ModelPack:
    """Reads a slovnet NER pack and the embeddings that it names, folding each batch norm into what follows it."""
    import numpy as np
    from slovnet.exec.model import NER
    from slovnet.exec.pack import Pack

    if not os.path.isfile(path):
        raise InputError(f"{path}: no such file; wanted is a slovnet NER pack (.tar), as natasha 1.6 has one")
    try:
        with Pack(path) as pack:
            pack.load_meta().check_protocol()
            scheme = pack.load_model(NER)
            model = scheme.inject_arrays(dict(pack.load_arrays(scheme.weights)))
            shapes, tags = (gzip.decompress(pack.read(f"vocabs/{kind}.gz")) for kind in ("shape", "tag"))
            checksum = int.from_bytes(pack.read("vocabs/word.gz")[-8:-4], "little")  # gzip's own; navec has the words
        scale, shift = np.ones(1, np.float32), np.zeros(1, np.float32)
        layers = []
        for block in model.encoder.layers:
            weight: Floats = block.conv.weight.array.transpose(2, 1, 0)  # taps × inputs × filters
            if len(weight) != 3 or block.conv.padding != 1:
                raise ValueError("a convolution isn't of width 3")
            shifts = np.broadcast_to(shift, weight.shape[1]) @ weight  # taps × filters
            bias = block.conv.bias.array + shifts.sum(axis=0)
            layers.append(Layer(np.hstack(list(weight * scale[:, None])), bias, shifts[0], shifts[2]))
            scale = block.norm.weight.array / block.norm.std.array
            shift = block.norm.bias.array - block.norm.mean.array * scale
        projection, bias = model.head.proj.weight.array, model.head.proj.bias.array
        transitions = model.head.crf.transitions.array
        embeddings = os.path.join(os.path.dirname(path), name := f"navec_{model.emb.word.id}.tar")
        if not os.path.isfile(embeddings):
            embeddings = os.path.join(natasha_folder(), EMBEDDINGS, name)
        names, vectors = tags.decode().split("\n"), model.emb.shape.weight.array
        words, indexes, codes = _read_navec(embeddings, checksum)
        table = Words(words, shapes.decode().split("\n"), vectors, indexes, codes)
        bias = bias + shift @ projection
        return ModelPack(table, layers, scale[:, None] * projection, bias, transitions, names, names.index("O"))
    except (tarfile.TarError, zlib.error, OSError, EOFError, LookupError, ValueError, TypeError, AttributeError) as e:
        raise DataError(f"{path}: not a slovnet NER pack with its navec embeddings: {e!r}") from e


def _read_navec(path: str, checksum: int) -> tuple[bytes, Bytes, Floats]:
    """The words, the indexes (mapped) and the codes of a navec file; the words must have the checksum of the pack's.

    navec's own loader takes a second and 200 MB, for norms that are of no use here.
    """
    import numpy as np

    with tarfile.open(path, "r:") as tar:
        vocabulary, table = tar.extractfile("vocab.bin"), tar.getmember("pq.bin")
        content = gzip.decompress(vocabulary.read()) if vocabulary else b""
    start = table.offset_data
    rows, parts, centroids = np.fromfile(path, np.uint32, 4, offset=start)[[0, 2, 3]].tolist()
    words = content[4 + 4 * rows :]
    if zlib.crc32(words) != checksum:
        raise ValueError(f"{path} has another vocabulary")
    indexes = np.memmap(path, np.uint8, "r", start + 16, (rows, parts))
    count = (table.size - 16 - rows * parts) // 4
    codes: Floats = np.fromfile(path, np.float32, count, offset=start + 16 + rows * parts)
    return words, indexes, codes.reshape(parts, centroids, -1)
