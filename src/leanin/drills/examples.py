"""Two whole replies to compare at a moment of a conversation, for whoever asks to be shown one.

Nobody makes them up: what the persona's author wrote to the opening words comes first, both replies where there are
two; the others are replies to clients of the labelled suite whose words come nearest to what was said. Each says whose
it is and which words it answers.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import log, sqrt
from typing import TYPE_CHECKING, Final

from leanin.drills.items import DrillItem, Kind, load_statements
from leanin.persona import Persona
from leanin.session.hinting import SOFTENED
from leanin.session.hints import Example, Shown

if TYPE_CHECKING:
    from leanin.session.engine import Session

_HOW_MANY: Final = 2

_OTHER_CLIENT: Final = "to another client, in the labelled replies"
_SAME_WORDS: Final = "Both are all there, each in its own way. What do you like better in which?"
_OTHER_WORDS: Final = "Look at how each owns, guesses and asks; then say it in your own words, to these."


def examples_at(persona: Persona, client: str, *, softened: bool) -> Shown:
    """Two different whole replies. `client` is what was just said, `softened` whether the doubt has been let go.

    Raises `DataFileError` where the labelled replies can't be read.
    """
    statements = _statements()
    found = [] if softened else _authors(persona)
    kind = Kind.SOFTENED if softened else Kind.RUPTURE
    fitting = [item for item in statements if item.kind is kind and _own(item)]
    nearest = _nearest(client, fitting)[: _HOW_MANY - len(found)]
    found += [Example(item.client, _own(item)[0].reply, _OTHER_CLIENT) for item in nearest]
    same = all(example.client == client for example in found)
    return Shown(tuple(found), _SAME_WORDS if same else _OTHER_WORDS)


def examples_for(session: "Session", beside: int | None = None) -> tuple[Shown, str]:
    """The replies to show for the next reply of a session, with `beside` for another one at the moment of that turn;
    and the client's words there. Raises `DataFileError`.
    """
    record = session.record
    turn = record.numbered(beside) if beside is not None else None
    client, stands = (turn.client, turn.before) if turn else (record.client_words, record.now)
    softened = stands is not None and stands.stance in SOFTENED
    return examples_at(session.cast.persona, client, softened=softened), client


def _authors(persona: Persona) -> list[Example]:
    by = f"by the author of {persona.name}, to the opening words"
    return [Example(persona.opening, reply, by) for reply in persona.educator.examples]


def _own(item: DrillItem) -> list[Example]:
    """The examples that answer the very words of the item."""
    return [example for example in item.examples if example.client == item.client]


def _nearest(client: str, items: Iterable[DrillItem]) -> list[DrillItem]:
    """The items by how much their words share with these, rare ones counting for more; ties keep the order."""
    items = list(items)
    words = {item.id: _words(item.client) for item in items}
    held = Counter(word for said in words.values() for word in said)
    wanted = _words(client)

    def alike(item: DrillItem) -> float:
        said = words[item.id]
        return sum(log((1 + len(items)) / held[word]) for word in wanted & said) / sqrt(1 + len(said))

    return sorted(items, key=alike, reverse=True)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold()))


@cache
def _statements() -> tuple[DrillItem, ...]:
    return tuple(load_statements())
