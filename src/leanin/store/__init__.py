"""The journal on disk, and transcripts out of it and into it."""
