"""Find what was said: by words, by meaning, and by both."""
