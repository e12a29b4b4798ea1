"""Text to tokens and back, behind one interface, whichever library a model's vocabulary needs."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from slmsum.errors import UnfitModel

if TYPE_CHECKING:
    import tokenizers as hf

TOKENIZER_JSON = "tokenizer.json"
SENTENCEPIECE_FILES = ("spiece.model", "tokenizer.model", "sentencepiece.bpe.model")


class Tokenizer(Protocol):
    """What the engine needs of a tokenizer; tokens are the strings CTranslate2 knows them by."""

    @property
    def specials(self) -> frozenset[str]:
        """Tokens that steer the model and are not text."""

    def encode(self, text: str) -> list[str]:
        """The tokens of a text; spellings of special tokens in it become these tokens.

        No token is added at the beginning or the end. Pass what users wrote through `plain` first.
        """

    def encode_ids(self, text: str) -> list[int]:
        """Like `encode`, as numbers."""

    def decode(self, ids: Sequence[int]) -> str:
        """The text of tokens, special tokens left out."""

    def decode_tokens(self, tokens: Sequence[str]) -> str:
        """Like `decode`, from tokens; those the vocabulary lacks are left out."""

    def token_to_id(self, token: str) -> int | None:
        """The number of a token, None where the vocabulary lacks it."""

    def vocabulary(self) -> list[str]:
        """All tokens in the order of their numbers."""

    def plain(self, text: str) -> str:
        """The text with spellings of special tokens broken up, so that none acts as one."""


class _Base(ABC):
    """What both implementations share."""

    specials: frozenset[str]

    @cached_property
    def _spellings(self) -> re.Pattern[str] | None:
        spelled = sorted((s for s in self.specials if len(s) > 1), key=len, reverse=True)
        return re.compile("|".join(re.escape(s) for s in spelled)) if spelled else None

    def plain(self, text: str) -> str:
        """See Tokenizer."""
        if self._spellings is None:
            return text
        return self._spellings.sub(lambda found: f"{found[0][0]} {found[0][1:]}", text)

    @abstractmethod
    def token_to_id(self, token: str) -> int | None:
        """See Tokenizer."""

    @abstractmethod
    def decode(self, ids: Sequence[int]) -> str:
        """See Tokenizer."""

    def decode_tokens(self, tokens: Sequence[str]) -> str:
        """See Tokenizer."""
        ids = (self.token_to_id(token) for token in tokens)
        return self.decode([number for number in ids if number is not None])


class BpeTokenizer(_Base):
    """A vocabulary run by the `tokenizers` library."""

    def __init__(self, inner: hf.Tokenizer) -> None:
        inner.no_truncation()
        inner.no_padding()
        self._inner = inner
        added = inner.get_added_tokens_decoder().values()
        self.specials = frozenset(token.content for token in added if token.special)

    def encode(self, text: str) -> list[str]:
        """See Tokenizer."""
        return list(self._inner.encode(text, add_special_tokens=False).tokens)

    def encode_ids(self, text: str) -> list[int]:
        """See Tokenizer."""
        return list(self._inner.encode(text, add_special_tokens=False).ids)

    def decode(self, ids: Sequence[int]) -> str:
        """See Tokenizer."""
        return str(self._inner.decode(list(ids), skip_special_tokens=True))

    def token_to_id(self, token: str) -> int | None:
        """See Tokenizer."""
        return self._inner.token_to_id(token)

    def vocabulary(self) -> list[str]:
        """See Tokenizer."""
        by_token = self._inner.get_vocab()
        return sorted(by_token, key=by_token.__getitem__)


class PieceTokenizer(_Base):
    """A vocabulary run by the `sentencepiece` library, which knows no special tokens in a text."""

    def __init__(self, model: bytes) -> None:
        from sentencepiece import SentencePieceProcessor

        if not model:
            raise RuntimeError("it is empty")
        self._inner: Any = SentencePieceProcessor(model_proto=model)
        count = self._inner.get_piece_size()
        self._pieces: list[str] = [self._inner.id_to_piece(i) for i in range(count)]
        self._ids = {piece: i for i, piece in enumerate(self._pieces)}
        self._hidden = frozenset(
            i for i in range(count) if self._inner.is_control(i) or self._inner.is_unknown(i)
        )
        self.specials = frozenset(
            self._pieces[i] for i in range(count) if self._inner.is_control(i)
        )

    def encode(self, text: str) -> list[str]:
        """See Tokenizer."""
        return [self._pieces[number] for number in self.encode_ids(text)]

    def encode_ids(self, text: str) -> list[int]:
        """See Tokenizer."""
        ids: list[int] = []
        for part, special in self._parts(text):
            ids.extend([self._ids[part]] if special else self._inner.encode(part))
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        """See Tokenizer."""
        return str(self._inner.decode([i for i in ids if i not in self._hidden]))

    def token_to_id(self, token: str) -> int | None:
        """See Tokenizer."""
        return self._ids.get(token)

    def vocabulary(self) -> list[str]:
        """See Tokenizer."""
        return list(self._pieces)

    def _parts(self, text: str) -> Iterable[tuple[str, bool]]:
        start = 0
        for found in self._spellings.finditer(text) if self._spellings else ():
            if found.start() > start:
                yield text[start : found.start()], False
            yield found[0], True
            start = found.end()
        if start < len(text):
            yield text[start:], False


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a model's folder; raises UnfitModel where there is none that works."""
    if (folder / TOKENIZER_JSON).is_file():
        from tokenizers import Tokenizer as Inner

        try:
            return BpeTokenizer(Inner.from_file(str(folder / TOKENIZER_JSON)))
        except Exception as error:  # the library raises plain Exception
            raise UnfitModel(folder, f"its {TOKENIZER_JSON} cannot be read ({error})") from error
    for name in SENTENCEPIECE_FILES:
        if (folder / name).is_file():
            try:
                return PieceTokenizer((folder / name).read_bytes())
            except (RuntimeError, OSError) as error:
                raise UnfitModel(folder, f"its {name} cannot be read ({error})") from error
    names = ", ".join((TOKENIZER_JSON, *SENTENCEPIECE_FILES))
    raise UnfitModel(folder, f"it has no tokenizer (none of {names})")
