"""Turn conversations into minutes that can be trusted, on the user's own machine.

`slmsum.api` says what other programs can call: `slmsum.summarize("chat.txt")` and its like. Some of
these functions are called like the packages that do the work. Those packages can be called and pass
the call on, so that `slmsum.summarize(...)` works whether or not `slmsum.summarize` was imported.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slmsum.api import Session as Session
    from slmsum.api import ask as ask
    from slmsum.api import export as export
    from slmsum.api import read as read
    from slmsum.api import search as search
    from slmsum.api import summarize as summarize
    from slmsum.conversation import Conversation as Conversation
    from slmsum.errors import SlmsumError as SlmsumError
    from slmsum.minutes import Minutes as Minutes

__version__ = "0.1.0"

_HOMES = {
    "Session": "slmsum.api",
    "read": "slmsum.api",
    "Conversation": "slmsum.conversation",
    "Minutes": "slmsum.minutes",
    "SlmsumError": "slmsum.errors",
}
_CALLABLE = frozenset({"ask", "export", "search", "summarize"})


class _CallablePackage(ModuleType):
    """A package that can be called like the function of the API that has its name."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        from slmsum import api

        return getattr(api, self.__name__.rpartition(".")[2])(*args, **options)


class _Root(ModuleType):
    """This package, which loads what is asked of it and lets packages of it be called."""

    def __setattr__(self, name: str, value: Any) -> None:
        # This is how the import system hands over a package that it has loaded.
        if name in _CALLABLE and type(value) is ModuleType:
            value.__class__ = _CallablePackage
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        if name in _CALLABLE:
            return import_module(f"{__name__}.{name}")
        if name in _HOMES:
            return getattr(import_module(_HOMES[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*self.__dict__, *_HOMES, *_CALLABLE})


sys.modules[__name__].__class__ = _Root
