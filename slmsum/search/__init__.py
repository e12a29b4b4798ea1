"""Find what was said: by words, by meaning, and by both."""

from slmsum.search.find import By, Hit, Searcher, search

__all__ = ["By", "Hit", "Searcher", "search"]
