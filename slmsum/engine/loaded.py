"""Models that stay in memory from one conversation to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.models.store import ModelStore
from slmsum.progress import ProgressSink, ignore

if TYPE_CHECKING:
    from slmsum.engine.encoder import SentenceEncoder
    from slmsum.engine.generator import Generator
    from slmsum.engine.tokenizers import Tokenizer


class LoadedModels:
    """The models of `store`, each loaded when it is first asked for.

    One encoder, one tokenizer and one generator are kept, those used last. Work on one
    conversation at a time; within it, each kind of model may be asked for in a thread of its own.
    """

    def __init__(self, store: ModelStore) -> None:
        self.store = store
        self._encoder: tuple[object, SentenceEncoder] | None = None
        self._tokenizer: tuple[Path, Tokenizer] | None = None
        self._generator: tuple[object, Generator] | None = None

    def encoder(self, threads: int, progress: ProgressSink = ignore) -> SentenceEncoder:
        """The default sentence encoder; raises ModelMissing or ModelCorrupt."""
        from slmsum.engine.encoder import SentenceEncoder
        from slmsum.models.catalogue import load_catalogue

        folder = self.folder(load_catalogue().default("encoder").name, progress)
        if self._encoder is None or self._encoder[0] != (folder, threads):
            self._encoder = (folder, threads), SentenceEncoder(folder, threads)
        return self._encoder[1]

    def folder(self, name: str, progress: ProgressSink = ignore) -> Path:
        """Where a model lies, ready to run; raises ModelMissing or ModelCorrupt."""
        from slmsum.models.manage import ready

        return ready(self.store, name, progress)

    def tokenizer(self, folder: Path) -> Tokenizer:
        """The tokenizer of the model in `folder`; raises ModelCorrupt."""
        from slmsum.engine.tokenizers import load_tokenizer

        if self._tokenizer is None or self._tokenizer[0] != folder:
            self._tokenizer = folder, load_tokenizer(folder)
        return self._tokenizer[1]

    def generator(self, folder: Path, *, threads: int, seed: int, sampling: bool) -> Generator:
        """The model in `folder` on `threads` threads, ready to write as if newly loaded.

        What was sampled moves the random numbers on, so a model that has sampled is loaded again:
        else the minutes would depend on which conversations came before. Raises ModelCorrupt.
        """
        from slmsum.engine.generator import Generator

        # One thread has one copy of the weights, for sampling or not.
        key = (folder, threads, seed, sampling and threads > 1)
        if self._generator is None or self._generator[0] != key or self._generator[1].sampled:
            self._generator = None
            made = Generator(
                folder,
                threads=threads,
                slots=threads,
                seed=seed,
                sampling=sampling,
                tokenizer=self.tokenizer(folder),
            )
            self._generator = key, made
        return self._generator[1]
