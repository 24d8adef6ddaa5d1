"""The tagger against slovnet's own runner, which it must equal, and what slovnet's runner can't be asked."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import pickle
import random
import subprocess
import sys
import tarfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from razdel import sentenize, tokenize

from kzpolicy_nlp.errors import DataError, InputError, MissingExtra
from kzpolicy_nlp.names import model_files
from kzpolicy_nlp.names import tagger as module
from kzpolicy_nlp.names.tagger import Name, Tagger

PAGE = """
Премьер-министр Казахстана Ерлан Сагинтаев поручил Министерству водных ресурсов до 1 декабря представить план по
Аральскому морю. Об этом сообщила пресс-служба правительства в Астане. На совещании выступили вице-министр А.К.
Жумабеков, аким Туркестанской области Дархан Нурланов и председатель правления АО «НК «КазМунайГаз» Аскар
Бектуров. Как отметил Жумабеков, вода из Сырдарьи нужна Кызылорде, Шымкенту и Таразу; ЕБРР и Всемирный банк
дадут $120 млн (54 млрд тенге).

В Алматы, Караганде и Усть-Каменогорске построят 14 школ. Генеральный директор ТОО «Ак Жол Строй» Ольга
Иванова-Петрова сказала агентству «Хабар 24»: «Мы закончим в III квартале 2026 года». Депутат мажилиса Гульнара
Сейтова обратилась в Генеральную прокуратуру РК, а также в ООН и Европейский союз. Посол США Джон Смит и глава
МИД Китая Ван И посетили Национальный банк. НАЦИОНАЛЬНЫЙ БАНК РЕСПУБЛИКИ КАЗАХСТАН повысил базовую ставку до
15,25 %.

Компания Kaspi.kz и Samsung Electronics откроют центр в Astana Hub. Бывший министр Б. Ахметов, родившийся в ауле
Жанатас Жамбылской области, возглавит «Самрук-Қазына». Реки Урал, Иртыш и Или обмелели. Москва, Ташкент и Бишкек
подписали соглашение о едином рынке ЕАЭС. Президент Касым-Жомарт Токаев принял главу ОБСЕ; встречу вёл Мұрат
Нұртілеу. Было решено: увеличить расходы на 8,6 %, снизить налоги и к концу года принять закон. Иванов, Петров,
Сидоров - против.
"""
WORDS = """
Иван Иванов Петровна Токаев Нур-Султан Астана Алматы Қазақстан Казахстан Министерство министерства образования
ООН МИД РК АО ТОО « » " ( ) , . ; : — - – ... ?! № % $ ₸ 1 25 2024 3,5 1.844.036 +5 -7 XXI в на и о по с из-за
для область области города г. ул. Kaspi bank Google USA e-mail www.gov.kz аымыоащ зщшкгн ЪЪЪ ЁЛКА ёлка Ван-Гог
О'Коннор МакДональд мВт кВт·ч млн тенге сказал президент Президент ПРЕЗИДЕНТ глава банк Банк Европейский союз
иВан ИВан I ı İ ß ﬁ 中国 😀 \u00ad \u0301 а́ \ud800 <unk> <br> a A z я Я ё
""".split()  # noqa: SIM905

Runner = Callable[[Sequence[Sequence[str]], int], list[list[Name]]]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


@pytest.fixture(scope="module")
def slovnet() -> Runner:
    """slovnet's network and decoding over given tokens, in batches of a given size."""
    from navec import Navec
    from slovnet import NER
    from slovnet.bio import bio_spans
    from slovnet.token import Token

    spec = importlib.util.find_spec("natasha")
    assert spec is not None
    assert spec.submodule_search_locations
    data = Path(next(iter(spec.submodule_search_locations))) / "data"
    ner = NER.load(Path(model_files.WEIGHTS))
    ner.navec(Navec.load(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))

    def run(sentences: Sequence[Sequence[str]], size: int) -> list[list[Name]]:
        ner.infer.encoder.batch_size = size
        tags = ner.infer.decoder(ner.infer.process(ner.infer.encoder(sentences)))
        return [
            [(s.start, s.stop, s.type) for s in bio_spans([Token(i, i + 1, t) for i, t in enumerate(tokens)], found)]
            for tokens, found in zip(sentences, tags, strict=True)
        ]

    return run


def cut(text: str) -> list[list[str]]:
    return [[token.text for token in tokenize(sentence.text)] for sentence in sentenize(text)]


def soup(seed: int, lengths: Sequence[int]) -> list[list[str]]:
    """Sentences of random words, a part of them letters at random."""
    chance = random.Random(seed)

    def word() -> str:
        if chance.random() < 0.15:
            return "".join(chance.choice("абвгжзийкмнорстуыьэяАБКМН-ёqwZ5") for _ in range(chance.randint(1, 9)))
        return chance.choice(WORDS)

    return [[word() for _ in range(length)] for length in lengths]


def test_names_of_a_page(tagger: Tagger, slovnet: Runner) -> None:
    sentences = cut(PAGE)
    found = tagger.tag(sentences)
    assert found == slovnet(sentences, 1) == slovnet(sentences, 8)
    texts = {(kind, " ".join(s[a:b])) for s, names in zip(sentences, found, strict=True) for a, b, kind in names}
    assert {("PER", "Ерлан Сагинтаев"), ("LOC", "Астане"), ("LOC", "Туркестанской области"), ("ORG", "ЕБРР")} <= texts


def test_whole_page_as_one_sentence(tagger: Tagger, slovnet: Runner) -> None:
    tokens = [token.text for token in tokenize(PAGE)]
    assert tagger.tag([tokens]) == slovnet([tokens], 1)


@pytest.mark.parametrize("seed", range(4))
def test_soup(tagger: Tagger, slovnet: Runner, seed: int) -> None:
    chance = random.Random(seed + 100)
    sentences = soup(seed, [min(int(chance.expovariate(0.06)) + 1, 120) for _ in range(300)])
    assert tagger.tag(sentences) == slovnet(sentences, 8)


def test_every_word_alone(tagger: Tagger, slovnet: Runner) -> None:
    sentences = [[word] for word in [*WORDS, *"абвЯZ5", "", " ", "\n", "а" * 1000]]
    assert tagger.tag(sentences) == slovnet(sentences, 1)


@pytest.mark.parametrize("length", [module.WINDOW - 3, module.WINDOW - 2, module.WINDOW, 3 * module.WINDOW + 1])
def test_sentence_longer_than_a_window(tagger: Tagger, slovnet: Runner, length: int) -> None:
    sentences = soup(length, [length])
    assert tagger.tag(sentences) == slovnet(sentences, 1)


def test_very_long_sentence_equals_its_page(tagger: Tagger) -> None:
    page = [token.text for token in tokenize(PAGE)]
    times = 3 * module.BLOCK // len(page)
    one, three = tagger.tag([page * times]), tagger.tag([page * 3])
    size = len(page)
    middle = [(a - size, b - size, kind) for a, b, kind in three[0] if size <= a < 2 * size]
    for turn in (1, times // 2, times - 2):
        at = turn * size
        assert [(a - at, b - at, kind) for a, b, kind in one[0] if at <= a < at + size] == middle


def test_nothing_but_names(tagger: Tagger, slovnet: Runner) -> None:
    sentences = [["Иван"] * 500, ["Алматы", "Астана"] * 200, ["ООН"] * 3]
    assert tagger.tag(sentences) == slovnet(sentences, 1)


def test_empty(tagger: Tagger) -> None:
    page = cut(PAGE)
    assert tagger.tag([]) == []
    assert tagger.tag([[]]) == [[]]
    assert tagger.tag([[], [], page[0], [], page[1], []]) == [
        [],
        [],
        *tagger.tag(page[:1]),
        [],
        *tagger.tag(page[1:2]),
        [],
    ]


def test_pad_is_an_unknown_word(tagger: Tagger) -> None:
    sentence = ["Министр", "<pad>", "Ерлан", "Сагинтаев", "прибыл", "в", "Астану"]
    assert tagger.tag([sentence]) == tagger.tag([["<unk>" if token == "<pad>" else token for token in sentence]])


def test_neighbours_do_not_matter(tagger: Tagger) -> None:
    sentences = [*cut(PAGE), *soup(7, range(90))]
    whole = tagger.tag(sentences)
    assert whole == [tagger.tag([sentence])[0] for sentence in sentences]
    assert whole == tagger.tag(sentences[::-1])[::-1]


def test_small_blocks_windows_and_table(
    tagger: Tagger, slovnet: Runner, monkeypatch: pytest.MonkeyPatch, pack: Path
) -> None:
    """The cuts between blocks and windows show nowhere, nor does a table that is always full."""
    sentences = [*cut(PAGE), *soup(11, [0, 1, 2, 30, 300, 5, 64, 63, 65] * 3)]
    want = tagger.tag(sentences)
    monkeypatch.setattr(module, "BLOCK", 100)
    monkeypatch.setattr(module, "WINDOW", 32)
    monkeypatch.setattr(module, "TABLE", 40)
    small = Tagger(str(pack))
    assert small.tag(sentences) == want
    assert len(small._rows) <= 40
    assert small.tag(sentences) == want


@pytest.fixture
def pack() -> Path:
    return Path(model_files.WEIGHTS)


def test_threads(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TABLE", module.WINDOW + 8)
    shared = Tagger(str(pack))
    works = [[*cut(PAGE), *soup(seed, [25] * 60)] for seed in range(24)]
    want = [Tagger.load().tag(work) for work in works]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(shared.tag, works)) == want


def test_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tagger, "_loaded", {})
    with ThreadPoolExecutor(8) as pool:
        taggers = set(pool.map(lambda _: Tagger.load(), range(8)))
    assert len(taggers) == 1
    only = taggers.pop()
    assert pickle.loads(pickle.dumps(only)) is only


def test_natasha_is_not_imported() -> None:
    code = (
        "import sys; import kzpolicy_nlp.names.tagger as t; assert 'numpy' not in sys.modules;"
        "t.Tagger.load().tag([['Астана']]); assert 'natasha' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_no_natasha(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tagger, "_loaded", {})
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match="pip install 'natasha"):
        Tagger.load()


def test_wrong_files(tmp_path: Path, pack: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        Tagger.load(str(tmp_path / "absent.tar"))
    wrong = tmp_path / "wrong.tar"
    for content in (b"", b"text", pack.read_bytes()[:100_000]):
        wrong.write_bytes(content)
        with pytest.raises(DataError, match=r"wrong\.tar"):
            Tagger.load(str(wrong))
    with tarfile.open(wrong, "w") as tar:
        tar.add(pack, "meta.json")
    with pytest.raises(DataError, match=r"wrong\.tar"):
        Tagger.load(str(wrong))


def test_pack_elsewhere(tmp_path: Path, pack: Path) -> None:
    copy = tmp_path / "other.tar"
    copy.write_bytes(pack.read_bytes())
    assert Tagger.load(str(copy)).tag(cut(PAGE)) == Tagger.load().tag(cut(PAGE))


def test_scores_speak_of_the_weights_that_ship(pack: Path) -> None:
    scores = Path(__file__).parents[2] / "models" / "kzpolicy_ner" / "scores.json"
    assert json.loads(scores.read_text(encoding="utf-8"))["sha256"] == hashlib.sha256(pack.read_bytes()).hexdigest()
