"""Drills on the screen: choose what to practise, reply, see at once what was there, look back."""
