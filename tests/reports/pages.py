"""What is in a report, as a reader without pictures gets it."""

from html.parser import HTMLParser


class Seen(HTMLParser):
    """The texts, elements and attributes of a page; the style sheet isn't text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._in_style = False
        self.feed(page)
        self.close()

    @property
    def text(self) -> str:
        """All that can be read, white space as it is."""
        return "".join(self.texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.texts.append(data)
