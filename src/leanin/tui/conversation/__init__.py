"""The conversation itself: transcript, reply box, and the coach at its side."""
