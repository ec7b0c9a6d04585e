"""leanin: practise the moment when a client doubts you.

Nothing is imported here, so that `leanin --version` starts as fast as Python does.
"""

__version__ = "0.1.0"
