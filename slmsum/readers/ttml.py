"""Timed Text (TTML, DFXP, IMSC): timed paragraphs in XML, with agents as speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from slmsum.conversation import Conversation
from slmsum.errors import MalformedInput
from slmsum.readers.captions import Caption, of_captions, plain
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.ttml_time import Clock

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ROOT = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?>\[.*?\]\s*)?>)*+<(?:\w+:)?tt[\s>]",
    re.DOTALL,
)
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def sniff(source: Source) -> float:
    """Certain where the root element is `tt`."""
    return CERTAIN if _ROOT.match(source.text_head) else NO


def read(source: Source) -> Conversation:
    """The timed paragraphs as turns; raises MalformedInput for broken or unsafe XML."""
    root = _parse(source)
    clock = Clock.of(root)
    agents = _agents(root)
    title = next((_words(e) for e in root.iter() if _tag(e) == "title"), "")
    body = next((e for e in root if _tag(e) == "body"), None)
    if body is None:
        raise MalformedInput(source.name, READER.label, "it has no body")
    captions = list(_captions(body, clock, agents))
    language = (root.get(_XML_LANG) or "")[:2].lower()
    return of_captions(
        captions,
        format=READER.format,
        source=source.name,
        title=title,
        language=language if len(language) == 2 and language.isalpha() else None,
    )


def _parse(source: Source) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(source.bytes())
    except DefusedXmlException as error:
        raise MalformedInput(
            source.name, READER.label, "it declares entities, which can hide a bomb"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise MalformedInput(source.name, READER.label, str(error)) from error
    return root


def _agents(root: Element) -> dict[str, str]:
    """Names of the agents declared in the head, by their id."""
    agents: dict[str, str] = {}
    for element in root.iter():
        if _tag(element) == "agent" and (key := element.get(_XML_ID)):
            names = [_words(child) for child in element if _tag(child) == "name"]
            agents[key] = next((name for name in names if name), key)
    return agents


def _captions(body: Element, clock: Clock, agents: dict[str, str]) -> Iterator[Caption]:
    """Walk the paragraphs; times count from the begin of the element around them."""
    stack: list[tuple[Element, float, str | None]] = [(body, 0.0, None)]
    while stack:
        element, base, agent = stack.pop()
        agent = _attribute(element, "agent") or agent
        begin, end = clock.span(element, base)
        if _tag(element) == "p":
            start = base if begin is None else begin
            inner = [clock.span(span, start) for span in element.iter() if span is not element]
            if begin is None and inner:
                start = min((b for b, _ in inner if b is not None), default=start)
            if end is None and inner:
                end = max((e for _, e in inner if e is not None), default=None)
            yield Caption(start, end, _name(element, agent, agents), plain(_words(element, "\n")))
            continue
        inside = base if begin is None else begin
        stack.extend((child, inside, agent) for child in reversed(element))


def _name(element: Element, agent: str | None, agents: dict[str, str]) -> str | None:
    inner = (_attribute(child, "agent") for child in element.iter())
    ids = (agent or next((value for value in inner if value), "")).split()
    return ", ".join(agents.get(key, key) for key in ids) or None


def _words(element: Element, line_break: str = " ") -> str:
    """All text inside an element, `br` as a line break, metadata left out."""
    parts: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        if _tag(item) == "br":
            parts.append("\0")
        elif item is element or _tag(item) not in ("metadata", "desc", "set"):
            inside: list[Element | str] = [item.text or ""]
            for child in item:
                inside += [child, child.tail or ""]
            stack.extend(reversed(inside))
    lines = "".join(parts).split("\0")
    return line_break.join(" ".join(line.split()) for line in lines).strip()


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Element, name: str) -> str | None:
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), None)


READER = Reader("ttml", "TTML captions", sniff, read)
