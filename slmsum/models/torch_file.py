"""Read the tensors of a torch checkpoint without torch and without unpickling anything.

Only the format that torch wrote before version 1.6 is known: five pickles, then the storages one
after the other. The pickles' operations are interpreted here one by one as plain data; each that
could run code is refused, but for the three names that stand for a tensor and its parts.
"""

from __future__ import annotations

import io
import pickletools
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmsum.errors import UnfitModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_MAX_BYTES = 256 * 1024 * 1024
_MAX_OPERATIONS = 100_000
_NAMES = ("collections OrderedDict", "torch._utils _rebuild_tensor_v2", "torch FloatStorage")
_DICT, _TENSOR, _STORAGE = _NAMES
_MARK = object()


class _Broken(Exception):
    """The file is not what it should be; the message says how."""


@dataclass(frozen=True, slots=True)
class _Name:
    """One of `_NAMES`."""

    name: str


@dataclass(frozen=True, slots=True)
class _Storage:
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]


def read_torch(path: Path, table: str) -> dict[str, NDArray[np.float32]]:
    """The float32 tensors of the dictionary `table` of a checkpoint, by name; raises UnfitModel."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _Broken("larger than any such model")
        data = path.read_bytes()
    except OSError as error:
        raise UnfitModel(path, f"cannot be read: {error.strerror or error}") from error
    except _Broken as error:
        raise UnfitModel(path, str(error)) from error
    try:
        return _tensors(data, table)
    except (_Broken, ValueError, LookupError, TypeError, OverflowError) as error:
        # The last four are what malformed operations lead to in plain lists and dictionaries.
        raise UnfitModel(path, f"not a torch checkpoint that can be read ({error})") from error


def _tensors(data: bytes, table: str) -> dict[str, NDArray[np.float32]]:
    stream = io.BytesIO(data)
    if _plain(stream) != _MAGIC or _plain(stream) != _PROTOCOL:
        raise _Broken("its first bytes are others")
    if _plain(stream)["little_endian"] is not True:
        raise _Broken("its numbers are big-endian")
    content, keys = _plain(stream), _plain(stream)
    tensors = content[table]
    if not isinstance(tensors, dict) or not isinstance(keys, list):
        raise _Broken("it holds no table of tensors")
    places = _places(data, stream.tell(), keys)
    return {
        name: _values(data, places, tensor)
        for name, tensor in tensors.items()
        if isinstance(name, str) and isinstance(tensor, _Tensor)
    }


def _places(data: bytes, start: int, keys: list[Any]) -> dict[str, tuple[int, int]]:
    """Where each storage begins in the file, and how many numbers it holds by its own account."""
    import struct

    places = {}
    for key in keys:
        if not isinstance(key, str):
            raise _Broken("a storage has no name")
        count = struct.unpack_from("<q", data, start)[0] if start + 8 <= len(data) else -1
        if count < 0 or start + 8 + 4 * count > len(data):
            raise _Broken("it is truncated")
        places[key] = (start + 8, count)
        start += 8 + 4 * count
    return places


def _values(
    data: bytes, places: dict[str, tuple[int, int]], tensor: _Tensor
) -> NDArray[np.float32]:
    import numpy as np

    start, held = places[tensor.storage.key]
    count = prod(tensor.shape)
    if held != tensor.storage.count or not 0 <= tensor.offset <= held - count:
        raise _Broken("a tensor reaches beyond its storage")
    values = np.frombuffer(data, "<f4", count, start + 4 * tensor.offset)
    return values.astype(np.float32).reshape(tensor.shape)


def _plain(stream: io.BytesIO) -> Any:
    """Interpret one pickle as data; the stream is then behind it."""
    machine = _Machine()
    with warnings.catch_warnings():
        # Of odd escapes in a damaged file's strings, which are refused all the same.
        warnings.simplefilter("ignore", DeprecationWarning)
        for number, (operation, argument, _) in enumerate(pickletools.genops(stream)):
            if number > _MAX_OPERATIONS:
                raise _Broken("it has too many parts")
            if operation.name == "STOP":
                return machine.stack.pop()
            act = _ACTIONS.get(operation.name)
            if act is None:
                raise _Broken(f"it asks for {operation.name}, which no tensor needs")
            act(machine, argument)
    raise _Broken("it is truncated")


class _Machine:
    """What a pickle's operations work on: a stack, and values to come back to."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def pop_to_mark(self) -> list[Any]:
        items = []
        while (item := self.stack.pop()) is not _MARK:
            items.append(item)
        return items[::-1]

    def remember(self, index: int) -> None:
        self.memo[index] = self.stack[-1]

    def name(self, name: str) -> None:
        if name not in _NAMES:
            raise _Broken(f"it asks for {name.replace(' ', '.')}, which no tensor needs")
        self.push(_Name(name))

    def tuple_of(self, count: int) -> None:
        items = self.stack[-count:]
        if len(items) < count or _MARK in items:
            raise _Broken("a tuple is incomplete")
        self.stack[-count:] = [tuple(items)]

    def extend(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, list):
            raise _Broken("it adds to what is no list")
        target.extend(items)

    def set_items(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, dict) or len(items) % 2:
            raise _Broken("it adds to what is no table")
        # To hash a tuple of tuples of tuples ... may take for ever.
        if not all(isinstance(key, str | int | float) for key in items[::2]):
            raise _Broken("a table has keys that are no names")
        target.update(zip(items[::2], items[1::2], strict=True))

    def set_item(self) -> None:
        value, key = self.stack.pop(), self.stack.pop()
        self.set_items([key, value])

    def reduce(self) -> None:
        given, called = self.stack.pop(), self.stack.pop()
        if called == _Name(_DICT) and given == ():
            self.push({})
        elif called == _Name(_TENSOR):
            self.push(_tensor(given))
        else:
            raise _Broken("it calls what no tensor needs")

    def persistent(self) -> None:
        kind, storage, key, _device, count, *_view = self.stack.pop()
        known = kind == "storage" and storage == _Name(_STORAGE)
        if not (known and isinstance(key, str) and isinstance(count, int)):
            raise _Broken("it refers to what is no storage")
        self.push(_Storage(key, count))

    def build(self) -> None:
        # Attributes of an ordered dictionary; tensors have none.
        self.stack.pop()


def _tensor(given: Any) -> _Tensor:
    storage, offset, shape, strides, *_rest = given
    numbers = (offset, *shape, *strides)
    if not isinstance(storage, _Storage) or len(shape) > 8:
        raise _Broken("a tensor has no storage")
    if not all(type(n) is int and 0 <= n < 1 << 40 for n in numbers):
        raise _Broken("a tensor's shape is out of range")
    packed = tuple(prod(shape[axis + 1 :]) for axis in range(len(shape)))
    if strides != packed:
        raise _Broken("a tensor is not stored row by row")
    return _Tensor(storage, offset, tuple(shape))


_Action = Callable[[_Machine, Any], None]
_ACTIONS: dict[str, _Action] = {
    "PROTO": lambda m, a: None,
    "MARK": lambda m, a: m.push(_MARK),
    **dict.fromkeys(
        ("BINUNICODE", "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT"),
        lambda m, a: m.push(a),
    ),
    "NONE": lambda m, a: m.push(None),
    "NEWTRUE": lambda m, a: m.push(True),
    "NEWFALSE": lambda m, a: m.push(False),
    "EMPTY_DICT": lambda m, a: m.push({}),
    "EMPTY_LIST": lambda m, a: m.push([]),
    "EMPTY_TUPLE": lambda m, a: m.push(()),
    "TUPLE1": lambda m, a: m.tuple_of(1),
    "TUPLE2": lambda m, a: m.tuple_of(2),
    "TUPLE": lambda m, a: m.push(tuple(m.pop_to_mark())),
    "BINPUT": lambda m, a: m.remember(a),
    "LONG_BINPUT": lambda m, a: m.remember(a),
    "BINGET": lambda m, a: m.push(m.memo[a]),
    "APPEND": lambda m, a: m.extend([m.stack.pop()]),
    "APPENDS": lambda m, a: m.extend(m.pop_to_mark()),
    "SETITEM": lambda m, a: m.set_item(),
    "SETITEMS": lambda m, a: m.set_items(m.pop_to_mark()),
    "GLOBAL": lambda m, a: m.name(a),
    "REDUCE": lambda m, a: m.reduce(),
    "BINPERSID": lambda m, a: m.persistent(),
    "BUILD": lambda m, a: m.build(),
}
