"""Render a model's own chat template, which is code of strangers, in a sandbox."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from slmsum.errors import UnfitModel

if TYPE_CHECKING:
    from jinja2 import Template

MAX_TEMPLATE = 200_000
MAX_OUTPUT = 4_000_000


class ChatTemplate:
    """A chat template; `model` is named in errors. Raises UnfitModel where it cannot be used."""

    def __init__(self, model: str, source: str, *, bos: str = "", eos: str = "") -> None:
        if len(source) > MAX_TEMPLATE:
            raise UnfitModel(model, f"its chat template has {len(source):,} characters")
        self._model = model
        self._source = source
        self._tokens = {"bos_token": bos, "eos_token": eos}

    def render(self, messages: Sequence[Mapping[str, str]], *, generate: bool = True) -> str:
        """The prompt for messages with `role` and `content`; `generate` opens the answer."""
        parts, length = [], 0
        try:
            for part in self._template.generate(
                messages=[dict(message) for message in messages],
                add_generation_prompt=generate,
                raise_exception=_refuse,
                strftime_now=lambda pattern: datetime.now().astimezone().strftime(pattern),
                **self._tokens,
            ):
                length += len(part)
                if length > MAX_OUTPUT:
                    raise UnfitModel(self._model, "its chat template writes without end")
                parts.append(part)
        except UnfitModel:
            raise
        except Exception as error:  # a template can raise whatever Python can
            raise UnfitModel(self._model, f"its chat template fails ({error})") from error
        return "".join(parts)

    @cached_property
    def _template(self) -> Template:
        from jinja2 import TemplateError
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
        )
        environment.filters["tojson"] = _to_json
        try:
            return environment.from_string(self._source)
        except (TemplateError, RecursionError) as error:
            raise UnfitModel(self._model, f"its chat template is broken ({error})") from error


def _to_json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _refuse(reason: str) -> NoReturn:
    raise ValueError(reason)
