"""Questions about conversations, answered from their own turns."""

from slmsum.ask.answer import Answer, AskSettings, Quote
from slmsum.ask.pipeline import LibraryAnswer, ask, ask_all

__all__ = ["Answer", "AskSettings", "LibraryAnswer", "Quote", "ask", "ask_all"]
