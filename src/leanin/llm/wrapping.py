"""What models that add something around another have in common."""

from leanin.llm.port import ChatModel


class AroundModel:
    """A `ChatModel` around another, under its name; a subclass makes the calls."""

    def __init__(self, inner: ChatModel) -> None:
        self._inner = inner

    @property
    def name(self) -> str:
        """The inner model's name."""
        return self._inner.name

    async def close(self) -> None:
        """Release the inner model's connections."""
        await self._inner.close()
