"""The body of a template writes a document, and can do no harm."""

import pytest

from slmsum.errors import BadTemplate
from slmsum.templates.body import render
from slmsum.templates.example import example
from slmsum.templates.parse import parse


def written(body: str, format: str = "text") -> str:
    text = f"name = 'x'\ntitle = 'X'\nformat = '{format}'\nbody = '''\n{body}'''"
    return render(*example(), parse(text.encode(), "x.toml"))


def test_a_body_writes_the_whole_document() -> None:
    body = """
# {{ title }}
{% for action in actions %}
- [ ] {{ action.owner }}: {{ action.text }} ({{ action.due }}) {{ action.label }}
{% endfor %}
{% for section in sections if section.part == "own" %}
{{ section.heading|upper }}: {{ section["items"]|length }}
{% endfor %}
{{ chapters|map(attribute="title")|join("; ") }}
{% for item in summary if item.doubts %}{{ loop.index }} {{ item.doubts }}{% endfor %}
"""
    assert written(body).strip().splitlines() == [
        "# A meeting on Friday",
        "- [ ] Ben: book the room (Friday, 2026-03-06) [#2]",
        "SAID: 1",
        "Friday; The cake",
        "1 unsupported: it is not said",
    ]


def test_what_is_shown_is_escaped_in_markdown() -> None:
    assert written("*{{ '<b>*x*' }}*", "markdown") == "*\\<b\\>\\*x\\**\n"


def test_control_characters_are_left_out() -> None:
    assert written('{{ "a\x1b[31mb" }}'.replace("\x1b", "\\x1b")) == "a[31mb\n"


@pytest.mark.parametrize(
    "body, words",
    [
        ("{{", "unexpected"),
        ("a\n{% for %}", "line 2"),
        ("{% for i in [1] %}", "endfor"),
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ title.nothing }}", "no attribute 'nothing'"),
        ("{{ title + 1 }}", "concatenate"),
        ("{{ title[999] }}", "no element"),
        ("{{ '9'|int + title }}", "unsupported operand"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "nested too deeply"),
    ],
)
def test_mistakes_are_told(body: str, words: str) -> None:
    with pytest.raises(BadTemplate) as caught:
        written(body)
    assert words in caught.value.message
    assert caught.value.key == "body"


@pytest.mark.parametrize(
    "body",
    [
        "{{ title.__class__ }}",
        "{{ title['__class__'] }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ (summary|first)|attr('__class__') }}",
        "{{ summary|map(attribute='__class__')|join }}",
        "{{ summary|map('attr', '__class__')|list }}",
        "{{ summary|selectattr('__class__')|list }}",
        "{{ title|sort(attribute='__class__') }}",
        "{% for i in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
        "{% for i in [1] %}{{ loop.cycle.__globals__ }}{% endfor %}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum() }}",
        "{{ namespace() }}",
        "{{ title.format() }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{% include '/etc/passwd' %}",
        "{% extends 'base' %}",
        "{% import 'os' as os %}",
    ],
)
def test_nothing_beyond_the_minutes_can_be_reached(body: str) -> None:
    with pytest.raises(BadTemplate):
        written(body)


@pytest.mark.parametrize(
    "body, words",
    [
        ("{{ range(100000)|list }}", "range() gives more"),
        ("{% for i in range(1000) %}{% for j in range(1000) %}{% endfor %}{% endfor %}", "steps"),
        ("{% for i in range(1000) %}" * 3 + "{% set a = i %}" + "{% endfor %}" * 3, "steps"),
        ("{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}", "may not call itself"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "macro"),
        ("{{ 'x' * 999999999 }}", "mul"),
        ("{{ 9 ** 999999999 }}", "pow"),
        ("{{ '%999999999d' % 1 }}", "mod"),
        ("{{ 'x'|center(999999999) }}", "no filter center"),
        ("{{ 'x'|indent(999999999) }}", "no filter indent"),
        ("{{ 'x'.ljust(999999999) }}", "called"),
        ("{% set a = 'xxxx' %}" + "{% set a = a ~ a %}" * 40, "more than 50,000"),
        ("{% set a = 'xxxx' %}" + "{% set a = a + a %}" * 40, "more than 50,000"),
        ("{% set a = ['x'] %}" + "{% set a = a + a %}" * 40, "more than 50,000"),
        ("{{ " + "|join(title)".join(["title"] + [""] * 6) + " }}", "more than 50,000"),
        ("{% for i in range(1000) %}{{ made_by }}" + "x" * 2000 + "{% endfor %}", "writes more"),
        ("{{ " + " ~ ".join(["title"] * 60) + " }}", "joined"),
        ("{{ [" + "1," * 60 + "] }}", "entries"),
    ],
)
def test_it_can_neither_run_on_nor_grow(body: str, words: str) -> None:
    with pytest.raises(BadTemplate) as caught:
        written(body)
    assert words in caught.value.message
