"""Transcripts as text, captions, JSON or a Word document."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from slmsum.conversation import Conversation
from slmsum.errors import BadOption
from slmsum.export import words
from slmsum.export.cues import Cue, cues_of
from slmsum.export.json import dumps
from slmsum.speech.spoken import Transcript


class TranscriptFormat(StrEnum):
    """A format of transcripts, by the name users give, which is the files' suffix as well."""

    TEXT = "txt"
    VTT = "vtt"
    SRT = "srt"
    JSON = "json"
    DOCX = "docx"


def choose(asked: TranscriptFormat | None, output: Path | None) -> TranscriptFormat:
    """The format asked for, else the one that `output` is named after, else text.

    Raises BadOption where the suffix stands for no format, or a document would have no file.
    """
    chosen = asked
    if chosen is None:
        suffix = output.suffix.lower().removeprefix(".") if output is not None else ""
        try:
            chosen = TranscriptFormat(suffix or TranscriptFormat.TEXT)
        except ValueError:
            known = ", ".join(f".{format}" for format in TranscriptFormat)
            raise BadOption(
                f"{output}: .{suffix} stands for no format of a transcript",
                hint=f"Say --format, or use one of {known}.",
            ) from None
    if chosen is TranscriptFormat.DOCX and output is None:
        raise BadOption("a Word document needs a file to go to", hint="Say -o FILE.docx.")
    return chosen


def render(format: TranscriptFormat, conversation: Conversation, transcript: Transcript) -> bytes:
    """The transcript as the content of a file; text is UTF-8 with line ends as "\\n"."""
    match format:
        case TranscriptFormat.TEXT:
            text = "".join(f"{line}\n" for line in _lines(conversation))
        case TranscriptFormat.VTT:
            text = _vtt(transcript)
        case TranscriptFormat.SRT:
            text = _srt(transcript)
        case TranscriptFormat.JSON:
            text = dumps(conversation.to_json(), indent=2) + "\n"
        case TranscriptFormat.DOCX:
            return _docx(conversation)
    return text.encode("utf-8", errors="replace")


def _lines(conversation: Conversation) -> Iterator[str]:
    """A line a turn: `[0:04] Name: words`."""
    for turn in conversation.said:
        speaker = f"{words.clean(turn.speaker)}: " if turn.speaker else ""
        yield f"[{words.moment(turn) or '0:00'}] {speaker}{words.clean(turn.text)}"


def _vtt(transcript: Transcript) -> str:
    parts = [f"WEBVTT\nLanguage: {transcript.language}\n"]
    for cue in cues_of(transcript):
        body = html.escape("\n".join(cue.lines), quote=False)
        if cue.speaker:
            body = f"<v {html.escape(words.clean(cue.speaker), quote=False)}>{body}</v>"
        parts.append(f"{_timing(cue, '.')}\n{body}\n")
    return "\n".join(parts)


def _srt(transcript: Transcript) -> str:
    parts = []
    for number, cue in enumerate(cues_of(transcript), start=1):
        speaker = f"{words.clean(cue.speaker)}: " if cue.speaker else ""
        parts.append(f"{number}\n{_timing(cue, ',')}\n{speaker}" + "\n".join(cue.lines) + "\n")
    return "\n".join(parts)


def _timing(cue: Cue, point: str) -> str:
    return f"{_clock(cue.start, point)} --> {_clock(cue.end, point)}"


def _clock(seconds: float, point: str) -> str:
    whole, thousandth = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}{point}{thousandth:03}"


def _docx(conversation: Conversation) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(words.clean(conversation.title) or "Transcript", level=1)
    document.add_paragraph(words.facts(conversation))
    for turn in conversation.said:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"[{words.moment(turn)}] ").italic = True
        if turn.speaker:
            paragraph.add_run(f"{words.clean(turn.speaker)}: ").bold = True
        paragraph.add_run(words.clean(turn.text))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
