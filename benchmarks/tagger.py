"""The tagger beside slovnet's own runner, both with our weights: speed, load time, memory, each in its own process.

Usage: python benchmarks/tagger.py [--sentences NUMBER] [--rounds NUMBER]

The text is made with a fixed seed: news-like sentences from templates, each followed by words drawn from navec's
vocabulary by their frequency in news, so that new words come and lengths vary as in real texts. Rounds of the two
alternate, so what else the machine does falls on both; the ratio is what counts. One BLAS thread.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import argparse
import gzip
import importlib.util
import multiprocessing
import pathlib
import random
import statistics
import tarfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

NER_PACK, EMBEDDINGS = "slovnet_ner_news_v1.tar", "navec_news_v1_1B_250K_300d_100q.tar"
WEIGHTS = pathlib.Path(__file__).resolve().parents[1] / "kzpolicy_nlp" / "weights" / "ner.tar"
ONSETS = ("Аба", "Ерла", "Жума", "Нур", "Сери", "Тлеу", "Кай", "Бек", "Аска", "Дос", "Мара", "Руста", "Ораз", "Кена")
ENDS = ("нов", "беков", "шева", "галиев", "мбаев", "лыков", "таев", "ров")
FIRST = ("Ерлан", "Аскар", "Дана", "Гульнара", "Иван", "Ольга", "Марат", "Айгуль", "Сергей", "Бауыржан")
PLACES = ("Астане", "Алматы", "Караганде", "Шымкенте", "Актобе", "Таразе", "Туркестанской области", "Семее", "Москве")
BODIES = ("Министерство финансов", "АО «Самрук-Энерго»", "Всемирный банк", "ТОО «Ак Жол»", "Национальный банк", "ООН")
TEMPLATES = (
    "В {place} {body} к {year} году направит {number} млрд тенге на строительство {number} школ и больниц.",
    "Об этом на заседании правительства сообщил министр {person}, передаёт пресс-служба ведомства.",
    "По его словам, доля возобновляемой энергии должна вырасти с {number} до {number} процентов к концу {year} года.",
    "{body} и {body} подписали в {place} соглашение о развитии транспортной инфраструктуры, отметила {person}.",
    "Кроме того, до 1 декабря предстоит разработать проект закона, который снизит нагрузку на малый бизнес.",
    "«Мы ожидаем, что объём производства увеличится на {number},{number} %, а расходы сократятся», - сказал {person}.",
    "Сельское хозяйство региона получит субсидии: {number} тысяч тенге на гектар, а также {number} новых тракторов.",
    "В прошлом году показатель составил {number} тонн; {body} объясняет это засухой и ростом цен на топливо.",
)


def data() -> pathlib.Path:
    """The folder of models in the installed natasha."""
    spec = importlib.util.find_spec("natasha")
    assert spec is not None
    return pathlib.Path(next(iter(spec.submodule_search_locations or ()))) / "data"


def text(sentences: int) -> list[str]:
    """Generated sentences."""
    import numpy as np

    with tarfile.open(data() / "emb" / EMBEDDINGS) as tar:
        file = tar.extractfile("vocab.bin")
        content = gzip.decompress(file.read()) if file else b""
    count = int(np.frombuffer(content[:4], np.uint32)[0])
    weights = np.frombuffer(content[4 : 4 + 4 * count], np.uint32).cumsum().tolist()
    words = content[4 + 4 * count :].decode().split("\n")
    chance = random.Random(1)
    fillers: dict[str, Callable[[], str]] = {
        "{place}": lambda: chance.choice(PLACES),
        "{body}": lambda: chance.choice(BODIES),
        "{person}": lambda: f"{chance.choice(FIRST)} {chance.choice(ONSETS)}{chance.choice(ENDS)}",
        "{number}": lambda: str(chance.randint(1, 999)),
        "{year}": lambda: str(chance.randint(2020, 2035)),
    }
    out = []
    for _ in range(sentences):
        line = chance.choice(TEMPLATES)
        for mark, make in fillers.items():
            while mark in line:
                line = line.replace(mark, make(), 1)
        drawn = chance.choices(words, cum_weights=weights, k=chance.randint(0, 40))
        out.append(f"{line[:-1]}, {' '.join(w.title() if chance.random() < 0.1 else w for w in drawn)}.")
    return out


def peak() -> float:
    """The process's peak memory in MB, where the system tells it (Linux)."""
    status = pathlib.Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def serve(name: str, pipe: Connection) -> None:
    """Loads a runner and tags the sentences each time that it is asked."""
    work: list[list[str]] = pipe.recv()
    before, start = peak(), time.perf_counter()
    if name == "ours":
        from kzpolicy_nlp.names.tagger import Tagger

        tagger = Tagger.load()

        def run() -> object:
            return tagger.tag(work)
    else:
        from navec import Navec
        from slovnet import NER
        from slovnet.bio import bio_spans
        from slovnet.token import Token

        ner = NER.load(WEIGHTS)
        ner.navec(Navec.load(data() / "emb" / EMBEDDINGS))

        def run() -> object:
            tags = ner.infer.decoder(ner.infer.process(ner.infer.encoder(work)))
            return [
                [
                    (s.start, s.stop, s.type)
                    for s in bio_spans([Token(i, i + 1, t) for i, t in enumerate(tokens)], found)
                ]
                for tokens, found in zip(work, tags, strict=True)
            ]

    pipe.send((time.perf_counter() - start, before, peak()))
    while pipe.recv():
        start = time.perf_counter()
        found = run()
        pipe.send((time.perf_counter() - start, found, peak()))


def main() -> None:
    from razdel import tokenize

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    lines = text(options.sentences)
    characters = sum(map(len, lines))
    work = [[token.text for token in tokenize(line)] for line in lines]
    context = multiprocessing.get_context("spawn")
    pipes: dict[str, Connection] = {}
    loads: dict[str, tuple[float, float, float]] = {}
    speeds: dict[str, list[float]] = {"slovnet": [], "ours": []}
    peaks: dict[str, float] = {}
    found: dict[str, object] = {}
    for name in speeds:
        pipes[name], theirs = context.Pipe()
        context.Process(target=serve, args=(name, theirs), daemon=True).start()
        pipes[name].send(work)
        loads[name] = pipes[name].recv()
    for _ in range(options.rounds):
        for name, pipe in pipes.items():
            pipe.send(True)
            seconds, found[name], peaks[name] = pipe.recv()
            speeds[name].append(characters / seconds)
    for pipe in pipes.values():
        pipe.send(False)
    distinct = len({token for tokens in work for token in tokens})
    print(f"{len(work)} sentences, {characters} characters, {distinct} distinct tokens")
    print(f"median of {options.rounds} rounds, one BLAS thread; peak memory in MB")
    print(f"{'':8} {'chars/s':>10} {'load, s':>8} {'before':>7} {'loaded':>7} {'tagged':>7}")
    for name, values in speeds.items():
        seconds, before, loaded = loads[name]
        speed = statistics.median(values)
        print(f"{name:8} {speed:10,.0f} {seconds:8.2f} {before:7.0f} {loaded:7.0f} {peaks[name]:7.0f}")
    ratios = [a / b for a, b in zip(speeds["ours"], speeds["slovnet"], strict=True)]
    print(f"ratio {statistics.median(ratios):.1f} ({min(ratios):.1f}-{max(ratios):.1f}), same names: ", end="")
    print("yes" if found["ours"] == found["slovnet"] else "NO")


if __name__ == "__main__":
    main()
