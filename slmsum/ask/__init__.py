"""Questions about conversations, answered from their own turns."""
