import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.readers.typedstream import text_of

HEAD = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08"
HEAD += b"NSObject\x00\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+"
MUTABLE = HEAD.replace(b"\x84\x84\x84\x08NSString\x01\x94", b"").removesuffix(b"\x84\x01+")
MUTABLE += b"\x84\x84\x84\x0fNSMutableString\x01\x84\x84\x08NSString\x01\x95\x84\x01+"


def archived(text: str, size: int, head: bytes = HEAD) -> bytes:
    data = text.encode("utf-8")
    marks = {1: b"", 2: b"\x81", 4: b"\x82"}
    return head + marks[size] + len(data).to_bytes(size, "little") + data + b"\x86\x84\x02iI"


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300),
    st.sampled_from([2, 4]),
)
def test_long_lengths(text: str, size: int) -> None:
    assert text_of(archived(text, size)) == text


@pytest.mark.parametrize("length", [0, 1, 100, 126, 127, 128, 129, 255, 256, 65535, 65536])
def test_lengths_around_the_borders(length: int) -> None:
    size = 1 if length < 128 else 2 if length < 65536 else 4
    assert text_of(archived("a" * length, size)) == "a" * length


def test_mutable_strings() -> None:
    assert text_of(archived("Moved – see “here”", 1, MUTABLE)) == "Moved – see “here”"


def test_every_truncation_is_none() -> None:
    whole = archived("Hello there", 1)
    for length in range(len(HEAD) + 1 + len("Hello there")):
        assert text_of(whole[:length]) is None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.booleans())
def test_any_bytes(data: bytes, with_head: bool) -> None:
    text = text_of(HEAD + data if with_head else data)
    assert text is None or isinstance(text, str)
