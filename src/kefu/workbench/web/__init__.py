"""What every page shares: the frame, the words, the look, and how an app says what it has."""
