"""Write minutes as the body of a template says: jinja2 that can neither reach out nor run on.

A template may come from somebody else, so its body is held to a short list of what it may do; all
of its loops together end after so many steps, and no text it makes grows beyond a size.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_environment
from jinja2.visitor import NodeTransformer

from slmsum.conversation import Conversation
from slmsum.errors import BadTemplate
from slmsum.export import words
from slmsum.export.markdown import escape
from slmsum.export.outline import Outline, outline
from slmsum.minutes import Minutes, Part
from slmsum.templates.template import BodyFormat, Template

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_STEPS = 20_000
MOST_CHARS = 1_000_000
# A text that is put together within the body, and a list written out in it.
_MOST_TEXT = 50_000
_MOST_OPERANDS = 50
_MOST_RANGE = 1000
_SECONDS = 5.0
_COUNTED, _CAPPED = "counted", "capped"
_FILTERS = """abs capitalize count default d first int join last length list lower map reject
rejectattr reverse select selectattr sort string title trim truncate unique upper""".split()
_CALLABLE = ("range", "loop")
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Assign,
    nodes.With,
    nodes.Name,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.Keyword,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Test,
    nodes.Call,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Concat,
    nodes.Compare,
    nodes.Operand,
    nodes.Add,
    nodes.Sub,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
)


def render(minutes: Minutes, conversation: Conversation, template: Template) -> str:
    """The document that the template's body writes, with a line end.

    Text of the conversation is escaped where the body writes Markdown. Raises BadTemplate where
    the body asks for what there is not, or for too much.
    """
    return _Body(template).render(outline(minutes, conversation))


def check(template: Template) -> None:
    """Try the body on made-up minutes with every part in them; raises BadTemplate."""
    from slmsum.templates.example import example

    render(*example(), template)


class _Body:
    def __init__(self, template: Template) -> None:
        self._template = template
        self._steps = 0
        self._deadline = 0.0
        self._environment = self._made()
        try:
            tree = self._environment.parse(template.body)
            _refuse_the_unknown(tree)
            code = self._environment.compile(_Limited().visit(tree))
        except TemplateSyntaxError as error:
            raise self._error(error.message or "it cannot be read", error.lineno) from None
        except RecursionError:
            raise self._error("it is nested too deeply", None) from None
        self._compiled = self._environment.template_class.from_code(
            self._environment, code, self._environment.globals
        )

    def render(self, shown: Outline) -> str:
        self._steps, self._deadline = 0, time.monotonic() + _SECONDS
        found: list[str] = []
        size = 0
        try:
            for text in self._compiled.generate(_values(shown)):
                size += len(text)
                if size > MOST_CHARS:
                    raise self._error(f"it writes more than {MOST_CHARS:,} characters", None)
                found.append(text)
        # Whatever the body's expressions come to, such as adding a word and a number.
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise self._error(str(error) or type(error).__name__, None) from None
        except RecursionError:
            raise self._error("it is nested too deeply", None) from None
        return "".join(found).rstrip("\n") + "\n"

    def _error(self, problem: str, line: int | None) -> BadTemplate:
        place = f"line {line}: " if line else ""
        return BadTemplate(self._template.source, "body", place + words.clean(problem))

    def _made(self) -> Environment:
        markdown = self._template.body_format is BodyFormat.MARKDOWN
        shown = escape if markdown else words.clean
        environment = _Sandbox(
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # What the body itself says is trusted; what it shows is not.
            finalize=lambda value: shown(str(value)),
            autoescape=False,
        )
        environment.filters = {name: environment.filters[name] for name in _FILTERS} | {
            "join": _join,
            _COUNTED: self._counted,
            _CAPPED: _capped,
        }
        environment.globals = {"range": _range}
        return environment

    def _counted(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise SecurityError(f"its loops take more than {MOST_STEPS:,} steps")
            if time.monotonic() > self._deadline:
                raise SecurityError(f"it takes more than {_SECONDS:.0f} seconds")
            yield value


class _Sandbox(ImmutableSandboxedEnvironment):
    """Only fields of our values can be looked up, nothing that is part of how Python works."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return attr == "cycle" or not (attr.startswith("_") or callable(value))


class _Limited(NodeTransformer):
    """Counts the steps of each loop, and bounds each text that is put together."""

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        node.iter = _filtered(node.iter, _COUNTED)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _filtered(node, _CAPPED)

    def visit_Add(self, node: nodes.Add) -> nodes.Node:
        self.generic_visit(node)
        return _filtered(node, _CAPPED)


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _refuse_the_unknown(tree: nodes.Template) -> None:
    """Raises TemplateSyntaxError for what a body may not do."""
    for node in tree.iter_child_nodes():
        _refuse(node)


def _refuse(node: nodes.Node) -> None:
    line = getattr(node, "lineno", None) or 1
    if not isinstance(node, _ALLOWED):
        raise TemplateSyntaxError(f"{type(node).__name__.lower()} may not be used", line)
    match node:
        case nodes.Name(name="self"):
            raise TemplateSyntaxError("self may not be used", line)
        case nodes.For(recursive=True):
            raise TemplateSyntaxError("a loop may not call itself", line)
        case nodes.Call() if _called(node) not in _CALLABLE:
            raise TemplateSyntaxError("only range() and loop.cycle() may be called", line)
        case nodes.Filter(name=name) if name not in _FILTERS:
            raise TemplateSyntaxError(f"there is no filter {name}", line)
        case nodes.List(items=items) | nodes.Tuple(items=items) if len(items) > _MOST_OPERANDS:
            raise TemplateSyntaxError(f"a list has more than {_MOST_OPERANDS} entries", line)
        case nodes.Concat(nodes=items) if len(items) > _MOST_OPERANDS:
            raise TemplateSyntaxError(f"more than {_MOST_OPERANDS} texts are joined", line)
    for child in node.iter_child_nodes():
        _refuse(child)


def _called(node: nodes.Call) -> str:
    called = node.node
    if isinstance(called, nodes.Getattr) and called.attr == "cycle":
        called = called.node
        return called.name if isinstance(called, nodes.Name) and called.name == "loop" else ""
    return called.name if isinstance(called, nodes.Name) and called.name == "range" else ""


def _capped(value: Any) -> Any:
    if isinstance(value, str | list | tuple) and len(value) > _MOST_TEXT:
        raise SecurityError(f"it makes a text of more than {_MOST_TEXT:,} characters")
    return value


@pass_environment
def _join(_environment: Environment, values: Iterable[Any], between: str = "") -> str:
    """Like jinja2's own, within bounds."""
    text = ""
    for number, value in enumerate(values):
        text = _capped(text + (str(between) if number else "") + str(value))
    return text


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > _MOST_RANGE:
        raise SecurityError(f"range() gives more than {_MOST_RANGE:,} numbers")
    return numbers


def _values(shown: Outline) -> dict[str, Any]:
    """What a body can name: the outline's fields, and what each part of the minutes shows."""
    by_part = {
        part.value: [item for block in shown.blocks if block.part is part for item in block.items]
        for part in Part
        if part not in (Part.OWN, Part.CHAPTERS)
    }
    return {
        "title": shown.title,
        "facts": shown.facts,
        "notes": shown.notes,
        "sections": shown.blocks,
        "chapters": [stretch for block in shown.blocks for stretch in block.stretches],
        "legend": words.LEGEND,
        "made_by": shown.made_by,
        **by_part,
    }
