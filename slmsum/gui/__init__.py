"""The window: PySide6 views of what the core knows. It shows, and decides nothing."""
