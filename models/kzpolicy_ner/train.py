"""Trains the names model of this folder: slovnet's news model, taught further on texts of the genre.

    pip install torch                           # 2.13, CPU; the library itself never needs it
    python models/kzpolicy_ner/train.py --factrueval TRAIN.jsonl.gz [--out kzpolicy_nlp/weights/ner.tar]

Deterministic by the seed in config.toml: one thread, one order of everything.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import os
import random
import tarfile
from pathlib import Path
from typing import Any

import tomllib

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np
import torch
from data import Maker, Sentence, corpora, factrueval
from torch import Tensor, nn
from torch.nn import functional

from kzpolicy_nlp.names.model_files import WEIGHTS, natasha_folder
from kzpolicy_nlp.names.tagger import Tagger

HERE = Path(__file__).resolve().parent
START = "slovnet_ner_news_v1"


class Network(nn.Module):
    """slovnet's CNN-CRF behind the word embeddings; batch norms keep their means and deviations."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.shapes = nn.Parameter(_tensor(model.emb.shape.weight.array))
        self.weights, self.biases, self.scales, self.shifts = (nn.ParameterList() for _ in range(4))
        for number, block in enumerate(model.encoder.layers):
            self.weights.append(nn.Parameter(_tensor(block.conv.weight.array)))
            self.biases.append(nn.Parameter(_tensor(block.conv.bias.array)))
            self.scales.append(nn.Parameter(_tensor(block.norm.weight.array)))
            self.shifts.append(nn.Parameter(_tensor(block.norm.bias.array)))
            self.register_buffer(f"mean{number}", _tensor(block.norm.mean.array))
            self.register_buffer(f"std{number}", _tensor(block.norm.std.array))
        self.projection = nn.Parameter(_tensor(model.head.proj.weight.array))
        self.projection_bias = nn.Parameter(_tensor(model.head.proj.bias.array))
        self.transitions = nn.Parameter(_tensor(model.head.crf.transitions.array))

    def forward(self, words: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Each tag's score: sentences × tokens × tags."""
        x = torch.cat((words, self.shapes[shapes]), dim=2).transpose(1, 2)
        inside = mask[:, None, :]
        x = x * inside
        for number, (weight, bias, scale, shift) in enumerate(
            zip(self.weights, self.biases, self.scales, self.shifts, strict=True)
        ):
            x = functional.relu(functional.conv1d(x, weight, bias, padding=1))
            mean, std = getattr(self, f"mean{number}"), getattr(self, f"std{number}")
            x = (x - mean[:, None]) / std[:, None] * scale[:, None] + shift[:, None]
            x = x * inside
        return x.transpose(1, 2) @ self.projection + self.projection_bias

    def loss(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """The CRF's negative log-likelihood, per token."""
        rows = torch.arange(len(tags))
        gold = scores[rows, 0, tags[:, 0]]
        total = scores[:, 0]
        for i in range(1, tags.shape[1]):
            gold = gold + (self.transitions[tags[:, i - 1], tags[:, i]] + scores[rows, i, tags[:, i]]) * mask[:, i]
            paths = torch.logsumexp(total[:, :, None] + self.transitions + scores[:, i, None, :], dim=1)
            total = torch.where(mask[:, i, None] > 0, paths, total)
        return (torch.logsumexp(total, dim=1) - gold).sum() / mask.sum()


def _tensor(array: Any) -> Tensor:
    return torch.tensor(np.array(array, np.float32))


class Batches:
    """Sentences as tensors."""

    def __init__(self, tagger: Tagger, shapes: dict[str, int], tags: list[str]) -> None:
        self.vectors: dict[str, np.ndarray[Any, Any]] = {}
        self.tagger, self.shapes, self.tags = tagger, shapes, {tag: number for number, tag in enumerate(tags)}
        self.unknown = tagger._pack.words.vectors(["\u0001zzz"])[0, :300]

    def make(self, sentences: list[Sentence], chance: random.Random, unknown: float) -> tuple[Tensor, ...]:
        from slovnet.shape import word_shape

        size, length = len(sentences), max(len(words) for words, _ in sentences)
        x = np.zeros((size, length, 300), np.float32)
        shapes, tags = np.zeros((size, length), np.int64), np.zeros((size, length), np.int64)
        mask = np.zeros((size, length), np.float32)
        new = [word for words, _ in sentences for word in words if word not in self.vectors]
        if new:
            self.vectors.update(zip(new, self.tagger._pack.words.vectors(new)[:, :300], strict=True))
        for row, (words, names) in enumerate(sentences):
            mask[row, : len(words)] = 1
            tags[row, : len(words)] = self.tags["O"]
            inside = set()
            for first, last, kind in names:
                tags[row, first] = self.tags[f"B-{kind}"]
                tags[row, first + 1 : last] = self.tags[f"I-{kind}"]
                inside.update(range(first, last))
            for i, word in enumerate(words):
                is_hidden = i in inside and chance.random() < unknown
                x[row, i] = self.unknown if is_hidden else self.vectors[word]
                shapes[row, i] = self.shapes[word_shape(word)]
        return torch.from_numpy(x), torch.from_numpy(shapes), torch.from_numpy(tags), torch.from_numpy(mask)


def read(path: str) -> tuple[Any, list[str], list[str]]:
    """slovnet's model, its shapes and its tags."""
    from slovnet.exec.model import NER
    from slovnet.exec.pack import Pack

    with Pack(path) as pack:
        scheme = pack.load_model(NER)
        model = scheme.inject_arrays(dict(pack.load_arrays(scheme.weights)))
        shapes, tags = (gzip.decompress(pack.read(f"vocabs/{k}.gz")).decode().split("\n") for k in ("shape", "tag"))
    return model, shapes, tags


def write(path: Path, start: str, network: Network, name: str) -> str:
    """Writes the weights as a slovnet pack, in which everything else is the starting pack's; returns the sha256."""
    trained = [network.shapes]
    for number in range(len(network.weights)):
        trained += [network.weights[number], network.biases[number], network.scales[number], network.shifts[number]]
        trained += [getattr(network, f"mean{number}"), getattr(network, f"std{number}")]
    trained += [network.projection, network.projection_bias, network.transitions]
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(start) as old, tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as new:
        for member in old.getmembers():
            file = old.extractfile(member)
            content = file.read() if file else b""
            if member.name == "meta.json":
                content = content.replace(START.encode(), name.encode())
            if member.name.startswith("arrays/"):
                number = int(member.name[7:-4])
                array = trained[number].detach().numpy().astype(np.float32)
                assert array.nbytes == len(content), member.name
                content = array.tobytes()
            info = tarfile.TarInfo(member.name)
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factrueval", type=Path, required=True, help="its devset as JSON lines (README of the data)")
    parser.add_argument("--out", type=Path, default=Path(WEIGHTS))
    parser.add_argument("--set", action="append", default=[], help="KEY=NUMBER of config.toml, to try another")
    options = parser.parse_args()
    config: dict[str, Any] = tomllib.loads((HERE / "config.toml").read_text(encoding="utf-8"))
    config.update({key: float(value) for key, value in (pair.split("=") for pair in options.set)})
    seed = int(config["seed"])
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    chance = random.Random(seed)
    start = os.path.join(natasha_folder(), "data", "model", f"{START}.tar")
    teacher = Tagger.load(start)
    model, shapes, tags = read(start)
    network = Network(model)
    origin = [p.detach().clone() for p in network.parameters()]
    batches = Batches(teacher, {shape: number for number, shape in enumerate(shapes)}, tags)
    gold = list(factrueval(options.factrueval, teacher)) * int(config["factrueval"])
    gold += list(corpora(teacher, int(config["documents"]))) * int(config["corpora"])
    maker = Maker(seed)
    epochs, size = int(config["epochs"]), int(config["batch"])
    optimizer = torch.optim.Adam(network.parameters(), lr=config["rate"])
    steps = epochs * ((len(gold) + int(config["made"])) // size + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.0, 1 - step / steps))
    for epoch in range(epochs):
        sentences = gold + [maker.sentence() for _ in range(int(config["made"]))]
        sentences = [s for s in sentences if s[0]]
        chance.shuffle(sentences)
        pools = [
            sorted(sentences[i : i + size * 20], key=lambda s: len(s[0])) for i in range(0, len(sentences), size * 20)
        ]
        groups = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
        chance.shuffle(groups)
        total = 0.0
        for group in groups:
            words, shape_ids, gold_tags, mask = batches.make(group, chance, config["unknown"])
            loss = network.loss(network(words, shape_ids, mask), gold_tags, mask)
            pull = sum(((p - o) ** 2).sum() for p, o in zip(network.parameters(), origin, strict=True))
            optimizer.zero_grad()
            (loss + config["near"] * pull).backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(groups):.4f}, moved {pull.item() ** 0.5:.2f}", flush=True)
    with torch.no_grad():
        for p, o in zip(network.parameters(), origin, strict=True):
            p.lerp_(o, 1 - config["mix"])
    print(write(options.out, start, network, "kzpolicy_ner"), options.out)


if __name__ == "__main__":
    main()
