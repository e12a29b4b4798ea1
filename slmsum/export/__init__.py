"""Exports: Minutes and their Conversation become text, Markdown, HTML or JSON."""
