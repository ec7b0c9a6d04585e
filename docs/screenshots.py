"""Draws the pictures of the documentation: every screen of the app, played by its keys with the built-in client.

Run `python docs/screenshots.py`; it writes docs/leanin.svg and docs/pictures/*.svg, says which of them changed, and
touches nothing of the user's. The same code gives the same bytes.
"""

import asyncio
import os
from pathlib import Path

from picturing import tours
from picturing.camera import aligned, app_open
from picturing.clock import standing_clock
from picturing.home import new_home
from picturing.past import EXPLAINS, LEANS_IN, practise, run_evals

HERE = Path(__file__).parent
FRONT_SIZE = (112, 36)


async def front() -> str:
    """The README's picture: a few replies with Rosa."""
    pictures: dict[str, str] = {}
    async with app_open(pictures.__setitem__, FRONT_SIZE, persona="rosa") as camera:
        await camera.press("enter")
        await camera.say(EXPLAINS["rosa"])
        await camera.say(LEANS_IN["rosa"])
        camera.take("leanin")
    return pictures["leanin"]


async def every_screen() -> dict[str, str]:
    """A picture of each screen, by its name."""
    pictures: dict[str, str] = {}
    async with app_open(pictures.__setitem__) as camera:
        await tours.first_start(camera)
    os.environ["LEANIN_INTRODUCTION_SEEN"] = "true"
    await practise()
    await run_evals()
    for tour in (tours.looking_back, tours.conversation, tours.drill, tours.educator, tours.evaluator):
        async with app_open(pictures.__setitem__) as camera:
            await tour(camera)
    return pictures


def main() -> None:
    """Take all pictures, write those that changed, drop those of screens that are gone."""
    with standing_clock(), new_home():
        found = {HERE / "leanin.svg": asyncio.run(front())}
    with standing_clock(), new_home():
        pictures = asyncio.run(every_screen())
    folder = HERE / "pictures"
    folder.mkdir(exist_ok=True)
    found |= {folder / f"{name}.svg": aligned(svg) for name, svg in pictures.items()}
    for path, svg in found.items():
        before = path.read_text(encoding="utf-8") if path.exists() else None
        if svg != before:
            path.write_text(svg, encoding="utf-8")
            print(f"{'new' if before is None else 'changed'}: {path.relative_to(HERE)} ({len(svg):,} characters)")
    for path in sorted(set(folder.glob("*.svg")) - set(found)):
        path.unlink()
        print(f"gone: {path.relative_to(HERE)}")
    print(f"{len(found)} pictures looked at.")


if __name__ == "__main__":
    main()
