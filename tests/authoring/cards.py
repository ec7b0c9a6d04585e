"""Cards for the tests of the exchange: one that another tool might have written."""

import json
from typing import Any

FOREIGN: dict[str, Any] = {
    "spec": "chara_card_v2",
    "spec_version": "2.0",
    "made_by": {"tool": "another"},
    "data": {
        "name": "Ines Weaver",
        "description": "{{char}} keeps a lighthouse.\n\n{{User}} visits her. {{random:a,b}}",
        "personality": "Dry.\nPatient with <BOT>s, not with <user>s.",
        "scenario": "A kitchen by the sea.",
        "first_mes": "You came, {{user}}.",
        "mes_example": "<START>\n{{user}}: Hi.\n{{char}}: Hm.",
        "creator_notes": "For {{user}}.",
        "system_prompt": "",
        "post_history_instructions": "Stay short.",
        "alternate_greetings": ["Again?"],
        "character_book": {
            "entries": [{"keys": ["sea"], "content": "Cold.", "extensions": {"x": 1}}],
            "extensions": {},
        },
        "tags": ["sea", "leanin"],
        "creator": "somebody",
        "character_version": "",
        "extensions": {"other/tool": {"voice": [1, 2.5, None, {"deep": True}]}, "empty": {}},
        "nickname": None,
    },
}


def foreign(**changes: object) -> str:
    """The foreign card as text, with other values in `data`."""
    return json.dumps(FOREIGN | {"data": FOREIGN["data"] | changes})
