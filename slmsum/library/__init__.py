"""The memory of one's conversations: a database in the user's folder, with sound files beside."""

from slmsum.library.entry import ConversationKind, Edit, Entry, Origin, Version
from slmsum.library.store import Library

__all__ = ["ConversationKind", "Edit", "Entry", "Library", "Origin", "Version"]
