"""The work of a window: what waits, what runs in the worker process, and what came of it."""
