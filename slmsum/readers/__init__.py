"""Readers: any common export or transcript becomes a Conversation, chosen by content."""

from slmsum.readers.sniff import read_bytes, read_path, read_source

__all__ = ["read_bytes", "read_path", "read_source"]
