"""Small helpers that several screens share: words, bars, marked text, and the quiet building blocks."""
