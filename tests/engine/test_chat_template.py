import pytest

from slmsum.engine.chat_template import ChatTemplate
from slmsum.errors import UnfitModel

MESSAGES = [{"role": "user", "content": "Hi {{ 7 * 7 }} <b>"}]
CHATML = (
    "{% for message in messages %}\n"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}\n{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def test_messages_are_framed_and_never_evaluated() -> None:
    expected = "<|im_start|>user\nHi {{ 7 * 7 }} <b><|im_end|>\n"
    template = ChatTemplate("m", CHATML)
    assert template.render(MESSAGES) == expected + "<|im_start|>assistant\n"
    assert template.render(MESSAGES, generate=False) == expected


def test_tokens_and_helpers_that_templates_use() -> None:
    source = (
        "{{ bos_token }}{% for m in messages %}{% if loop.index > 1 %}{% break %}{% endif %}"
        "{{ m | tojson }}{% endfor %}{{ strftime_now('%Y') | length }}{{ eos_token }}"
    )
    text = ChatTemplate("m", source, bos="<s>", eos="</s>").render([*MESSAGES, *MESSAGES])
    assert text == '<s>{"role": "user", "content": "Hi {{ 7 * 7 }} <b>"}4</s>'


@pytest.mark.parametrize(
    "source",
    [
        "{% for",
        "{{ nothing.at.all }}",
        "{{ raise_exception('no system message') }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ messages.append(1) }}",
        "{{ messages.__init__.__globals__ }}",
        "{% for i in range(99999999) %}a{% endfor %}",
        "{% for i in range(90000) %}{{ 'a' * 1000 }}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{{ 1 // 0 }}",
        "a" * 300_000,
    ],
)
def test_templates_that_fail_or_misbehave(source: str) -> None:
    with pytest.raises(UnfitModel, match="chat template") as caught:
        ChatTemplate("m", source).render(MESSAGES)
    assert len(caught.value.message) < 400
