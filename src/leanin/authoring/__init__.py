"""The educators' workshop: a new persona by questions, a rehearsal of one, and what only many together show."""
