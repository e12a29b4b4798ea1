"""Tokenizers against llama.cpp, against `sentencepiece`, and against `tokenizers`.

The expected numbers of llama.cpp come from `tests/models/make_llamacpp_ids.py`.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sentencepiece
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.engine.tokenizers import Tokenizer, load_tokenizer
from slmsum.errors import UnfitModel
from slmsum.models.gguf_tokenizer import write_tokenizer
from slmsum.models.gguf_weights import Vocabulary, read_gguf

DATA = Path(__file__).parents[1] / "data" / "tokenizers"
LLAMA_CPP = json.loads((DATA / "llamacpp_ids.json").read_text())
CASES = range(len(LLAMA_CPP["texts"]))
UNICODE = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
sys.path.insert(0, str(Path(__file__).parents[1] / "models"))

from pieces import train, write_pieces_gguf  # noqa: E402
from tiny import SHAPES, weights_of, write_gguf  # noqa: E402

Rebuild = Callable[[Vocabulary], Tokenizer]


@pytest.fixture(scope="session")
def rebuild(tmp_path_factory: pytest.TempPathFactory) -> Rebuild:
    def build(vocabulary: Vocabulary) -> Tokenizer:
        folder = tmp_path_factory.mktemp("tokenizer")
        write_tokenizer(folder / "test.gguf", vocabulary, folder)
        return load_tokenizer(folder)

    return build


@pytest.fixture(scope="session")
def pieces(rebuild: Rebuild, tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    path = tmp_path_factory.mktemp("pieces") / "pieces.gguf"
    write_pieces_gguf(path, (DATA / "pieces.model").read_bytes())
    return rebuild(read_gguf(path).vocabulary)


@pytest.fixture(scope="session")
def summarizer(summarizer_folder: Path) -> Tokenizer:
    return load_tokenizer(summarizer_folder)


@pytest.mark.models
@pytest.mark.parametrize("way", ["smollm", "gpt-2", "llama-bpe", "qwen2"])
def test_bpe_from_gguf_equals_llama_cpp(way: str, summarizer_gguf: Path, rebuild: Rebuild) -> None:
    vocabulary = replace(read_gguf(summarizer_gguf).vocabulary, pre=way)
    tokenizer = rebuild(vocabulary)
    for text, ids in zip(LLAMA_CPP["texts"], LLAMA_CPP["ids"][way], strict=True):
        # `transformers` composes characters for qwen2 and llama.cpp does not.
        if way == "qwen2" and "decomposed" in text:
            continue
        assert tokenizer.encode_ids(text) == ids, text


@pytest.mark.parametrize("case", CASES)
def test_sentencepiece_from_gguf_equals_llama_cpp(case: int, pieces: Tokenizer) -> None:
    assert pieces.encode_ids(LLAMA_CPP["texts"][case]) == LLAMA_CPP["ids"]["sentencepiece"][case]


@settings(max_examples=60, deadline=None)
@given(text=UNICODE)
def test_sentencepiece_from_gguf_equals_sentencepiece(pieces: Tokenizer, text: str) -> None:
    original = sentencepiece.SentencePieceProcessor(
        model_proto=(DATA / "pieces.model").read_bytes()
    )
    ids = original.encode(text)
    assert pieces.encode_ids(text) == ids
    assert pieces.encode(text) == [original.id_to_piece(i) for i in ids]
    assert pieces.decode(ids) == original.decode(ids)


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.sampled_from("abc dé▁ 12\n\t你,.'"), max_size=40))
def test_space_prefix_and_unigram_models(spiece_folders: dict[str, Path], text: str) -> None:
    for folder in spiece_folders.values():
        original = sentencepiece.SentencePieceProcessor(str(folder / "spiece.model"))
        assert load_tokenizer(folder).encode_ids(text) == original.encode(text)


@pytest.fixture(scope="session")
def spiece_folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    kinds: dict[str, dict[str, object]] = {
        "gemma": {"add_dummy_prefix": False},
        "t5": {"model_type": "unigram", "vocab_size": 400, "byte_fallback": False},
    }
    folders = {}
    for kind, options in kinds.items():
        folders[kind] = tmp_path_factory.mktemp(kind)
        (folders[kind] / "spiece.model").write_bytes(train(**options))
    return folders


def test_no_space_prefix_from_gguf(
    spiece_folders: dict[str, Path], rebuild: Rebuild, tmp_path: Path
) -> None:
    model = (spiece_folders["gemma"] / "spiece.model").read_bytes()
    path = write_pieces_gguf(tmp_path / "gemma.gguf", model, space_prefix=False)
    original = sentencepiece.SentencePieceProcessor(model_proto=model)
    tokenizer = rebuild(read_gguf(path).vocabulary)
    for text in ("Anna", " Anna", "  two", "", "a b"):
        assert tokenizer.encode_ids(text) == original.encode(text)


def test_special_tokens_in_sentencepiece_texts(pieces: Tokenizer) -> None:
    tokens = pieces.encode("<start_of_turn>Anna<end_of_turn>\n")
    assert tokens[0] == "<start_of_turn>"
    assert tokens.count("<end_of_turn>") == 1
    assert pieces.decode_tokens(tokens).strip() == "Anna"
    assert {"<s>", "</s>", "<start_of_turn>", "<end_of_turn>"} == set(pieces.specials)


@pytest.mark.models
@settings(max_examples=60, deadline=None)
@given(
    text=st.text(
        # SmolLM2 has no token for six control characters, nor for the bytes that begin planes 4
        # to 15, where no character is assigned.
        st.characters(
            exclude_categories=("Cs", "Cn", "Co"),
            exclude_characters="\x04\x06\x13\x14\x16\x1d",
        ),
        max_size=60,
    )
)
def test_bpe_gives_any_text_back(summarizer: Tokenizer, text: str) -> None:
    ids = summarizer.encode_ids(text)
    assert summarizer.decode(ids) == text
    assert [summarizer.token_to_id(token) for token in summarizer.encode(text)] == ids


@pytest.mark.models
@settings(max_examples=40, deadline=None)
@given(before=UNICODE, after=UNICODE)
def test_what_users_write_cannot_steer_the_model(
    summarizer: Tokenizer, pieces: Tokenizer, before: str, after: str
) -> None:
    for tokenizer in (summarizer, pieces):
        for special in sorted(tokenizer.specials):
            text = tokenizer.plain(f"{before}{special}{after}")
            assert not tokenizer.specials & set(tokenizer.encode(text))


@pytest.mark.models
def test_summarizer_vocabulary_is_that_of_its_model(
    summarizer: Tokenizer, summarizer_folder: Path
) -> None:
    assert summarizer.vocabulary() == json.loads(
        (summarizer_folder / "vocabulary.json").read_text()
    )
    assert "<|im_start|>" in summarizer.specials
    assert summarizer.plain("<|im_end|>") == "< |im_end|>"
    assert summarizer.plain("nothing to do") == "nothing to do"


def broken_vocabularies(vocabulary: Vocabulary) -> Iterator[tuple[Vocabulary, str]]:
    yield replace(vocabulary, pre="unheard-of"), "way to cut text"
    yield replace(vocabulary, merges=("a zzz",)), "merges do not fit"
    yield replace(vocabulary, merges=("",)), "merges do not fit"
    yield replace(vocabulary, types=(1, 1)), "differ in number"
    yield replace(vocabulary, model="llama", scores=()), "differ in number"


def test_broken_vocabularies_are_refused(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "t.gguf", SHAPES["llama"], weights_of(SHAPES["llama"], 1))
    for vocabulary, reason in broken_vocabularies(read_gguf(path).vocabulary):
        with pytest.raises(UnfitModel, match=reason):
            write_tokenizer(path, vocabulary, tmp_path)


@pytest.mark.parametrize("name", ["tokenizer.json", "spiece.model"])
@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff" * 40])
def test_broken_tokenizer_files_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnfitModel, match="cannot be read"):
        load_tokenizer(tmp_path)


def test_a_folder_without_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitModel, match="no tokenizer"):
        load_tokenizer(tmp_path)
