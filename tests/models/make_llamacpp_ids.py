"""Write tests/data/tokenizers/llamacpp_ids.json: what llama.cpp makes of some texts.

Run it by hand where the package `xllamacpp` (llama.cpp as a Python package, used with version
2026.10.11549) is installed beside slmsum, with the path of the GGUF file of the default summarizer
(it makes `pieces.model` as well):

    python tests/models/make_llamacpp_ids.py SmolLM2-135M-Instruct.Q4_1.gguf

The vocabulary is that of SmolLM2; for each way to cut a text before merging, a tiny model with
random weights carries it. The SentencePiece vocabulary is that of `pieces.py`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import urllib.request
from dataclasses import replace
from pathlib import Path

import gguf
import xllamacpp
from pieces import train, write_pieces_gguf
from tiny import SHAPES, add_bpe, add_shape, add_tensor, finish, gguf_name, permuted, weights_of

from slmsum.models.gguf_weights import read_gguf

OUT = Path(__file__).parents[1] / "data" / "tokenizers"
WAYS = ("smollm", "gpt-2", "llama-bpe", "qwen2")

TEXTS = (
    "Hello world",
    "  two  spaces, and\ttabs\t\tin a row ",
    "line one\nline two\r\n\r\n   indented\n\n\nend\n",
    "It's 10:30, we'LL meet on 2024-03-15 at 1,250.75€ (or 12345678 yen).",
    "Anna: can't you'd they've I'm he'll WE'RE",
    "naïve café — “quoted” … ½ №5",
    "Привет, мир! Ёлка 2023",
    "你好，世界。今天是2024年。",
    "こんにちは、テスト です",
    "안녕하세요 여러분",
    "مرحبا بالعالم ١٢٣",
    "हिन्दी में एक वाक्य",
    "emoji 👍🏽👩‍👩‍👧 and flags 🇩🇪!",
    "zero\u200bwidth\u202fnarrow\u00a0space",
    "camelCase snake_case kebab-case /path/to/file.txt https://example.org/?q=1&b=2",
    "def f(x):\n\treturn x**2  # comment\n",
    "!!!???...---+++===$$$%%%^^^",
    "A\u0301 decomposed and Á composed",
    "x" * 40 + "1" * 11,
    "<|im_start|>user\nWhat is it?<|im_end|>\n<|im_start|>assistant\n",
    "[12:03] <Bob> ok :-) see you @ 5pm #team",
    " ",
    "\n",
    "\n\n  \n",
    "a\u0085b\u2028c",
)


def main(path: Path) -> None:
    vocabulary = read_gguf(path).vocabulary
    shape = replace(SHAPES["llama"], vocabulary=len(vocabulary.tokens))
    controls = [number for number, kind in enumerate(vocabulary.types) if kind == 3]
    results: dict[str, list[list[int]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for way in WAYS:
            tiny = Path(folder) / f"{way}.gguf"
            writer = gguf.GGUFWriter(tiny, "llama")
            add_shape(writer, shape)
            add_bpe(writer, vocabulary.tokens, vocabulary.merges, controls, pre=way)
            writer.add_bos_token_id(1)
            writer.add_eos_token_id(2)
            for name, value in weights_of(shape, 1).items():
                heads = shape.heads if ".q_proj." in name else shape.kv_heads
                array = permuted(value, heads) if ("q_proj" in name or "k_proj" in name) else value
                add_tensor(writer, gguf_name(name, "llama"), array, None)
            finish(writer)
            results[way] = tokenize(tiny)
        (OUT / "pieces.model").write_bytes(train())
        pieces = write_pieces_gguf(Path(folder) / "p.gguf", (OUT / "pieces.model").read_bytes())
        results["sentencepiece"] = tokenize(pieces)
        results["smollm-file"] = tokenize(path)
    assert results.pop("smollm-file") == results["smollm"]
    text = json.dumps({"texts": TEXTS, "ids": results}, ensure_ascii=True)
    (OUT / "llamacpp_ids.json").write_text(text + "\n")


def tokenize(path: Path) -> list[list[int]]:
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = 128
    params.warmup = False
    server = xllamacpp.Server(params)
    return [ask(server.listening_address, text) for text in TEXTS]


def ask(address: str, text: str) -> list[int]:
    body = json.dumps({"content": text, "add_special": False, "parse_special": True}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/tokenize", body, headers)
    with urllib.request.urlopen(request) as answer:
        return list(json.load(answer)["tokens"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
