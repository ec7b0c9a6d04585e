"""The app: Textual screens and widgets. No logic here; they listen to the session."""
