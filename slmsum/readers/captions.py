"""What all caption formats share: markup, speakers, and the turns made of cues."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from slmsum.conversation import Conversation, Turn, build
from slmsum.readers.cue_lines import Cue
from slmsum.readers.labels import speaker_labels, split_label
from slmsum.readers.rolling import without_repeats

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]+)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|em|font|span|ruby|rt|lang)(?:[.\s][^<>]*)?/?>|</v>|<[\d:.]+>|\{\\[^{}]*\}",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"\s*(?:>>+|»|[-–—])\s*(?=\S)")
_SENTENCE_END = (".", "?", "!", "…", "。", "？", "！", '"', "”")


@dataclass(frozen=True, slots=True)
class Caption:
    """Words of one voice within a cue; `changed` says that a sign marks a new speaker."""

    start: float | None
    end: float | None
    speaker: str | None
    text: str
    changed: bool = False


def conversation(
    found: Iterable[Cue], *, format: str, source: str, title: str = "", language: str | None = None
) -> Conversation:
    """The conversation that the cues of a caption file hold: every cue with words is a turn."""
    shown = [replace(cue, lines=tuple(_TAG.sub("", line) for line in cue.lines)) for cue in found]
    voiced = [caption for cue in without_repeats(shown) for caption in _voices(cue)]
    return of_captions(voiced, format=format, source=source, title=title, language=language)


def of_captions(
    captions: Sequence[Caption],
    *,
    format: str,
    source: str,
    title: str = "",
    language: str | None = None,
) -> Conversation:
    """Name the speakers of captions that carry them as `Name:` prefixes, and make turns."""
    named = _named([caption for caption in captions if caption.text])
    turns = [
        Turn(index, caption.speaker, caption.text, start=caption.start, end=caption.end)
        for index, caption in enumerate(named)
        if caption.text
    ]
    return build(turns, format=format, source=source, title=title, language=language)


def plain(text: str) -> str:
    """Caption text without markup, lines and spaces kept to single ones."""
    lines = (" ".join(line.split()) for line in html.unescape(_TAG.sub("", text)).split("\n"))
    return "\n".join(line for line in lines if line)


def _voices(cue: Cue) -> Iterator[Caption]:
    """Part a cue at its WebVTT voice tags, which may begin anywhere in it."""
    pieces = _VOICE.split("\n".join(cue.lines))
    for speaker, text in zip([None, *pieces[1::2]], pieces[::2], strict=True):
        words = plain(text)
        if words:
            name = " ".join(html.unescape(speaker).split()) if speaker else None
            yield Caption(cue.start, cue.end, name or None, words)


def _named(captions: list[Caption]) -> list[Caption]:
    captions = [_without_change_sign(caption) for caption in captions]
    labels = speaker_labels(c.text for c in captions if c.speaker is None)
    named = [_with_label(caption, labels) for caption in captions]
    return _inherited(named) if _names_only_turns(named) else named


def _without_change_sign(caption: Caption) -> Caption:
    match = _CHANGE.match(caption.text)
    if match is None or caption.speaker is not None:
        return caption
    rest = caption.text[match.end() :]
    if caption.text.lstrip().startswith((">>", "»")):
        return replace(caption, text=rest, changed=True)
    return replace(caption, text=rest) if split_label(rest)[0] else caption


def _with_label(caption: Caption, labels: frozenset[str]) -> Caption:
    if caption.speaker is not None:
        return caption
    name, rest = split_label(caption.text)
    if name is None or name not in labels:
        return caption
    return replace(caption, speaker=name, text=rest.strip())


def _names_only_turns(captions: Sequence[Caption]) -> bool:
    """Whether the file names a speaker at the first cue of a turn only.

    It does if its first cue is named, speakers come back, and either most cues are unnamed or
    the unnamed ones go on in the middle of a sentence.
    """
    named = [caption.speaker for caption in captions if caption.speaker]
    if not captions or captions[0].speaker is None or len(named) == len(captions):
        return False
    if len(set(named)) == len(named) and len(named) < 3:
        return False
    if len(named) * 2 <= len(captions):
        return True
    pairs = [(a, b) for a, b in pairwise(captions) if not (b.speaker or b.changed)]
    going_on = sum(b.text[:1].islower() or not a.text.endswith(_SENTENCE_END) for a, b in pairs)
    return going_on * 4 >= len(pairs) * 3


def _inherited(captions: Sequence[Caption]) -> list[Caption]:
    out: list[Caption] = []
    speaker: str | None = None
    for caption in captions:
        if caption.speaker is not None or caption.changed:
            speaker = caption.speaker
        out.append(replace(caption, speaker=speaker))
    return out
