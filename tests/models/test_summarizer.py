"""The converted default summarizer against a float32 forward pass of the weights in its file."""

from collections.abc import Iterator
from pathlib import Path

import ctranslate2
import numpy as np
import pytest
from reference import Network
from tiny import Shape

from slmsum.engine.chat_template import ChatTemplate
from slmsum.engine.tokenizers import Tokenizer, load_tokenizer
from slmsum.models.convert import convert_gguf
from slmsum.models.gguf_weights import read_gguf
from slmsum.models.info import read_chat_template, read_info

pytestmark = [pytest.mark.models, pytest.mark.slow]

ANSWER = 12
QUESTIONS = (
    "What is the capital of France?",
    "Name three colours.",
    "Summarize: Anna asked Ben to call the bank. Ben said he would do it on Monday.",
    "Summarize: The train was late, so Carla took a taxi to the airport.",
    "Who decides? Anna: I think Ben decides. Ben: Yes, I decide on Friday.",
    "Give a title: Tom and Eva plan a party for their father on Saturday.",
    "Write one sentence about the sea.",
    "What is two plus three?",
    "Translate to French: good morning",
    "List the action items: Max sends the report by Tuesday, Lea books the room.",
    "Is the sky blue? Answer yes or no.",
    "Explain in one sentence what a meeting is.",
    "Rewrite: me and him goes to school",
    "Who wrote Hamlet?",
    "What day follows Tuesday?",
    "Summarize: Jo: Lunch at noon? Kim: Sure, at the usual place. Jo: See you.",
    "How many legs does a spider have?",
    "Complete: roses are red, violets are",
    "Summarize: We agreed to raise the budget to 5,000 euros and to meet again in May.",
    "Say hello to Dana.",
)


@pytest.fixture(scope="module")
def network(summarizer_gguf: Path) -> Network:
    model = read_gguf(summarizer_gguf)
    c = model.config
    shape = Shape(
        c.family,
        layers=c.layers,
        hidden=c.hidden,
        feed_forward=c.feed_forward,
        heads=c.heads,
        kv_heads=c.kv_heads,
        head_dim=c.head_dim,
        vocabulary=c.vocabulary,
        rope_base=c.rope_base,
    )
    return Network(shape, dict(model.state()), epsilon=c.rms_epsilon)


@pytest.fixture(scope="module")
def folders(
    summarizer_gguf: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Path]]:
    """The file converted without adapter, in float32 and in int8."""
    place = tmp_path_factory.mktemp("summarizer")
    convert_gguf(summarizer_gguf, place / "float32", int8=False)
    convert_gguf(summarizer_gguf, place / "int8")
    yield {"float32": place / "float32", "int8": place / "int8"}
    (place / "float32" / "model.bin").unlink()


def prompts(folder: Path, tokenizer: Tokenizer) -> list[list[int]]:
    info = read_info(folder)
    template = ChatTemplate("test", read_chat_template(folder), bos=info.bos, eos=info.eos)
    return [
        tokenizer.encode_ids(template.render([{"role": "user", "content": question}]))
        for question in QUESTIONS
    ]


def test_conversions_agree_with_a_float32_forward_pass(
    network: Network, folders: dict[str, Path]
) -> None:
    tokenizer = load_tokenizer(folders["int8"])
    exact = ctranslate2.Generator(str(folders["float32"]), compute_type="float32", intra_threads=1)
    small = ctranslate2.Generator(str(folders["int8"]), compute_type="int8", intra_threads=1)
    vocabulary = tokenizer.vocabulary()
    differences, margins = [], []
    for prompt in prompts(folders["int8"], tokenizer):
        answer = exact.generate_batch(
            [[vocabulary[i] for i in prompt]],
            max_length=ANSWER,
            sampling_topk=1,
            include_prompt_in_result=False,
            end_token="<|im_end|>",
        )[0].sequences_ids[0]
        text = [*prompt, *answer]
        expected = network.logits(text)
        for generator, tolerance in ((exact, 2e-3), (small, None)):
            result = np.asarray(generator.forward_batch([text], return_log_probs=False))[0]
            if tolerance is not None:
                np.testing.assert_allclose(result, expected, rtol=tolerance, atol=tolerance * 5)
                answered = expected[len(prompt) - 1 : len(text) - 1].argmax(axis=1)
                assert list(answered) == list(answer)
                continue
            differences.append(np.abs(result - expected).mean() / expected.std())
            top = np.sort(expected, axis=1)[:, -2:]
            other = result.argmax(axis=1) != expected.argmax(axis=1)
            margins.extend((top[other, 1] - top[other, 0]) / expected.std())
            margins.extend([0.0] * int((~other).sum()))
    # int8 shifts logits by about a ninth of their spread; it may flip what was nearly a tie only.
    assert np.mean(differences) < 0.2
    assert max(margins) < 0.4


def test_int8_is_what_ctranslate2_itself_makes_of_float32(folders: dict[str, Path]) -> None:
    """So all that int8 changes is its rounding, and nothing is lost in our conversion."""
    tokenizer = load_tokenizer(folders["int8"])
    ours = ctranslate2.Generator(str(folders["int8"]), compute_type="int8", intra_threads=1)
    theirs = ctranslate2.Generator(str(folders["float32"]), compute_type="int8", intra_threads=1)
    for text in prompts(folders["int8"], tokenizer):
        logits, expected = (
            np.asarray(generator.forward_batch([text], return_log_probs=False))[0]
            for generator in (ours, theirs)
        )
        np.testing.assert_allclose(logits, expected, rtol=1e-3, atol=1e-3 * expected.std())
