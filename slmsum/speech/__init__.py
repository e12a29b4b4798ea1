"""Speech in sound: the words, and who spoke them."""
