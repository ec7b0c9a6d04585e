"""Voices of the simulated client: by language model, and the built-in one that speaks the persona's own lines."""
