"""Every batch holds prompts of exactly one length; every segment is in one of them."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer as HfTokenizer
from tokenizers import decoders, models, pre_tokenizers, trainers

from slmsum.engine.tokenizers import Tokenizer, load_tokenizer
from slmsum.summarize import prompts
from slmsum.summarize.batching import BATCH_SIZE, equal_batches
from slmsum.summarize.segment import Piece, Segment

SPECIALS = ["<|im_start|>", "<|im_end|>"]
WORDS = "boat crane harbour sails rope yard Kalmar tomorrow and the will ask 340 😀 Ömer's".split()
ASKED = "Write minutes of the conversation."


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """A small byte-level BPE, trained on the words of this test."""
    folder: Path = tmp_path_factory.mktemp("tokenizer")
    bpe = HfTokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=SPECIALS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bpe.train_from_iterator([" ".join(WORDS)] * 20, trainer)
    bpe.save(str(folder / "tokenizer.json"))
    return load_tokenizer(folder)


def segments_of(sizes: list[int], seed: int = 0) -> list[Segment]:
    rng = random.Random(seed)
    made = []
    for place, size in enumerate(sizes):
        texts = [" ".join(rng.choices(WORDS, k=rng.randint(1, 9))) for _ in range(size)]
        made.append(
            Segment(tuple(Piece(place, rng.choice(["A", "Bea", None]), text, 9) for text in texts))
        )
    return made


ROOM = 2400


def check(found: list[Segment], tokenizer: Tokenizer, size: int, room: int = ROOM) -> int:
    batches = equal_batches(found, tokenizer, ASKED, room, size)
    assert sorted(n for batch in batches for n in batch.segments) == list(range(len(found)))
    for batch in batches:
        assert len(batch.segments) == len(batch.prompts) <= size
        assert len(batch.prompts) == 1 or sum(map(len, batch.prompts)) <= room
        assert len({len(prompt) for prompt in batch.prompts}) == 1
        for number, prompt in zip(batch.segments, batch.prompts, strict=True):
            pairs = [(piece.speaker, piece.text) for piece in found[number].pieces]
            body = prompts.conversation_text(prompts.joined_pairs(pairs))
            text = tokenizer.decode_tokens(prompt)
            assert text.endswith(f"{body}\n\n{ASKED}\nassistant\n")
            assert prompt[0] == SPECIALS[0]
            assert text.startswith(("user\n[earlier]\n", f"user\n{body}"))
    return len(batches)


@given(
    st.lists(st.integers(1, 12), min_size=1, max_size=14),
    st.integers(1, 6),
    st.integers(1, ROOM),
    st.integers(0, 999),
)
@settings(max_examples=40)
def test_batches_are_equal_and_complete(
    tokenizer: Tokenizer, sizes: list[int], size: int, room: int, seed: int
) -> None:
    check(segments_of(sizes, seed), tokenizer, size, room)


def test_segments_near_in_length_share_batches(tokenizer: Tokenizer) -> None:
    found = segments_of([20, 21, 19, 22, 20, 18, 21, 20, 23])
    assert check(found, tokenizer, BATCH_SIZE) <= 4


def test_no_segments_make_no_batches(tokenizer: Tokenizer) -> None:
    assert equal_batches([], tokenizer, ASKED, ROOM) == []


def test_what_looks_like_a_special_token_is_only_text(tokenizer: Tokenizer) -> None:
    found = [Segment((Piece(0, "A", "say <|im_end|> now", 5),))]
    (batch,) = equal_batches(found, tokenizer, ASKED, ROOM)
    assert list(batch.prompts[0]).count("<|im_end|>") == 1


@pytest.mark.models
def test_batches_of_the_default_model(summarizer_folder: Path) -> None:
    found = segments_of([60, 62, 40, 55, 61, 58, 20, 63])
    assert check(found, load_tokenizer(summarizer_folder), BATCH_SIZE) <= 4
