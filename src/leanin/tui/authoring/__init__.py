"""Writing a persona in the app: one question at a time."""
