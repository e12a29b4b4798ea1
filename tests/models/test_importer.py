"""The user's own models: GGUF files and CTranslate2 folders of either kind."""

import json
from pathlib import Path

import ctranslate2
import numpy as np
import pytest
from ctranslate2.specs import common_spec, transformer_spec
from pieces import train, write_pieces_gguf
from sentencepiece import SentencePieceProcessor
from stores import local_catalogue
from tiny import SHAPES, weights_of, write_gguf

from slmsum.engine.tokenizers import load_tokenizer
from slmsum.errors import BadOption, ModelError, UnfitModel
from slmsum.models import manage
from slmsum.models.convert import convert_gguf
from slmsum.models.info import read_chat_template, read_info
from slmsum.models.store import ModelStore


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "home")


def write_t5(folder: Path, seed: int = 1) -> Path:
    """A tiny random encoder-decoder of T5's shape with a SentencePiece vocabulary."""
    folder.mkdir()
    model = train(model_type="unigram", vocab_size=300, byte_fallback=False)
    (folder / "spiece.model").write_bytes(model)
    inner = SentencePieceProcessor(model_proto=model)
    tokens = [inner.id_to_piece(i) for i in range(inner.get_piece_size())]
    spec = transformer_spec.TransformerSpec.from_config(
        2,
        2,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
        relative_attention_bias=True,
        rms_norm=True,
    )
    random = np.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> np.ndarray:
        return random.normal(0, 0.3, (rows, columns)).astype(np.float32)

    for part in (spec.encoder, spec.decoder):
        part.scale_embeddings = False
        part.layer_norm.gamma = np.ones(16, np.float32)
        for layer in part.layer:
            attentions = [layer.self_attention]
            if part is spec.decoder:
                attentions.append(layer.attention)
            for attention in attentions:
                attention.layer_norm.gamma = np.ones(16, np.float32)
                attention.queries_scale = 1.0
                sizes = [48, 16] if attention is layer.self_attention else [16, 32, 16]
                for linear, rows in zip(attention.linear, sizes, strict=True):
                    linear.weight = matrix(rows, 16)
            layer.self_attention.relative_attention_bias = matrix(32, 2)
            layer.self_attention.relative_attention_max_distance = np.int32(128)
            layer.ffn.layer_norm.gamma = np.ones(16, np.float32)
            layer.ffn.linear_0.weight = matrix(32, 16)
            layer.ffn.linear_1.weight = matrix(16, 32)
    embeddings = matrix(len(tokens), 16)
    spec.encoder.embeddings[0].weight = embeddings
    spec.decoder.embeddings.weight = embeddings
    spec.decoder.projection.weight = embeddings
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.decoder_start_token = "<unk>"
    spec.config.eos_token = "</s>"
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    return folder


def test_a_gguf_is_converted_with_its_template(store: ModelStore, tmp_path: Path) -> None:
    shape = SHAPES["qwen3"]
    template = "{{ messages[0]['content'] }}"
    path = write_gguf(
        tmp_path / "My Model.gguf", shape, weights_of(shape, 1), chat_template=template
    )
    manifest = manage.add(store, path)
    assert (manifest.name, manifest.role) == ("my-model", "summarizer")
    assert (manifest.title, manifest.licence) == ("Tiny", "apache-2.0")
    folder = manage.ready(store, "my-model", catalogue=local_catalogue(tmp_path))
    assert read_chat_template(folder) == template
    status = manage.statuses(store, local_catalogue(tmp_path))[-1]
    assert (status.name, status.imported, status.state) == ("my-model", True, "ready")
    assert manage.remove(store, "my-model") > 0


def test_a_gguf_with_sentencepiece(store: ModelStore, tmp_path: Path) -> None:
    path = write_pieces_gguf(tmp_path / "pieces.gguf", train())
    manage.add(store, path, "own")
    folder = store.path("own")
    assert (folder / "spiece.model").is_file()
    assert read_info(folder).add_bos
    tokens = load_tokenizer(folder).encode("Hello Anna")
    generator = ctranslate2.Generator(str(folder), intra_threads=1)
    answer = generator.generate_batch([tokens], max_length=4, include_prompt_in_result=False)
    assert answer[0].sequences[0]


def test_a_decoder_folder(store: ModelStore, tmp_path: Path) -> None:
    shape = SHAPES["llama"]
    path = write_gguf(tmp_path / "t.gguf", shape, weights_of(shape, 1))
    convert_gguf(path, tmp_path / "Decoder")
    config = {"chat_template": "{{ bos_token }}", "add_bos_token": True}
    (tmp_path / "Decoder" / "tokenizer_config.json").write_text(json.dumps(config))
    manifest = manage.add(store, tmp_path / "Decoder")
    assert manifest.name == "decoder"
    info = read_info(store.path("decoder"))
    assert (info.kind, info.eos, info.add_bos) == ("decoder", "</s>", True)
    assert read_chat_template(store.path("decoder")) == "{{ bos_token }}"


def test_an_encoder_decoder_folder_with_sentencepiece(store: ModelStore, tmp_path: Path) -> None:
    manage.add(store, write_t5(tmp_path / "t5"))
    folder = store.path("t5")
    assert read_info(folder).kind == "encoder-decoder"
    translator = ctranslate2.Translator(str(folder), intra_threads=1)
    tokens = load_tokenizer(folder).encode("Anna: can we move it?")
    answer = translator.translate_batch([tokens], max_decoding_length=5, beam_size=1)
    assert answer[0].hypotheses


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda f: (f / "tokenizer.json").unlink(), "no tokenizer"),
        (lambda f: (f / "vocabulary.json").unlink(), "no vocabulary"),
        (lambda f: (f / "vocabulary.json").write_text("[]"), "does not fit"),
        (lambda f: (f / "vocabulary.json").write_text("3"), "cannot be read"),
        (lambda f: (f / "config.json").write_text("["), "JSON"),
        (lambda f: (f / "config.json").write_text("[]"), "not a JSON object"),
        (lambda f: (f / "model.bin").write_bytes(b"\6\0\0\0" + b"\xff" * 40), "truncated"),
        (lambda f: (f / "model.bin").write_bytes((f / "model.bin").read_bytes()[:-9]), "truncated"),
        (lambda f: (f / "model.bin").write_bytes(b"PK\3\4" * 9), "not a CTranslate2 model"),
        (lambda f: (f / "model.bin").unlink(), "neither"),
    ],
)
def test_unfit_folders(store: ModelStore, tmp_path: Path, spoil: object, reason: str) -> None:
    shape = SHAPES["llama"]
    convert_gguf(write_gguf(tmp_path / "t.gguf", shape, weights_of(shape, 1)), tmp_path / "m")
    assert callable(spoil)
    spoil(tmp_path / "m")
    with pytest.raises(UnfitModel, match=reason):
        manage.add(store, tmp_path / "m")
    assert store.names() == []


@pytest.mark.parametrize(
    "content", [b"hello", b"GGUF", b"\0" * 100, b"GGUF\3\0\0\0" + b"\xff" * 99]
)
def test_unfit_files(store: ModelStore, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.gguf").write_bytes(content)
    with pytest.raises(UnfitModel):
        manage.add(store, tmp_path / "bad.gguf")
    with pytest.raises(ModelError):
        manage.add(store, tmp_path / "nowhere.gguf")
    assert store.names() == []


def test_names_of_the_catalogue_are_kept(store: ModelStore, tmp_path: Path) -> None:
    shape = SHAPES["llama"]
    path = write_gguf(tmp_path / "smollm2-135m.gguf", shape, weights_of(shape, 1))
    with pytest.raises(BadOption, match="that slmsum knows"):
        manage.add(store, path, "smollm2-135m")
    assert manage.add(store, path).name == "my-smollm2-135m"
