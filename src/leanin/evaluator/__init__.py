"""Graders of a trainee's reply: by language model, and the built-in one that needs none."""
