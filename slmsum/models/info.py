"""What the engine must know of a model that is ready to run: `model.json` in its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from slmsum.errors import ModelCorrupt

INFO = "model.json"
CHAT_TEMPLATE = "chat_template.jinja"
KINDS = ("decoder", "encoder-decoder", "encoder")


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model's `kind`, its context in tokens (0: not known) and the tokens that frame a text.

    `stop` are the tokens that end an answer; `add_bos` says that a prompt begins with `bos`.
    """

    kind: str
    family: str = ""
    context: int = 0
    bos: str = ""
    eos: str = ""
    stop: tuple[str, ...] = ()
    add_bos: bool = False


def write_info(info: ModelInfo, chat_template: str, folder: Path) -> None:
    """Write `model.json` and, where there is one, the chat template."""
    text = json.dumps(asdict(info), indent=2, ensure_ascii=False)
    (folder / INFO).write_text(text + "\n", encoding="utf-8")
    if chat_template:
        (folder / CHAT_TEMPLATE).write_text(chat_template, encoding="utf-8", newline="")


def read_info(folder: Path) -> ModelInfo:
    """What `write_info` wrote; raises ModelCorrupt."""
    try:
        data = json.loads((folder / INFO).read_text(encoding="utf-8"))
        data["stop"] = tuple(data["stop"])
        return ModelInfo(**data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelCorrupt(folder.parent.name, f"its {INFO} cannot be read") from error


def read_chat_template(folder: Path) -> str:
    """The chat template of a model's folder, "" where it has none."""
    try:
        return (folder / CHAT_TEMPLATE).read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""
