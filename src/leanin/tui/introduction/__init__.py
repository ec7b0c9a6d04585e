"""The introduction: what leanin is for, and two replies to send."""
