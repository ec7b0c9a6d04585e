"""How the pictures in `docs/` are taken: a new home, a clock that stands, a past, and walks through the app."""
