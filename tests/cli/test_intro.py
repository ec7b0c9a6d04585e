from typer.testing import CliRunner

from leanin.cli.main import app
from leanin.introduction import EXAMPLES, STEPS
from leanin.locations import config_file


def test_the_introduction_as_plain_text_takes_replies_from_a_pipe() -> None:
    done = CliRunner().invoke(app, ["intro"], input="I am young.\n\n")
    assert done.exit_code == 0, done.output
    assert all(one.title in done.stdout for one in STEPS)
    assert all(f"A reply that {does}:\nYou: {reply}\n" in done.stdout for does, reply in EXAMPLES)
    assert "You: I am young.\n  Responsibility full; reflection absent; invitation absent.\n" in done.stdout
    assert done.stdout.count("Rosa Medeiros: ") == 4
    assert not config_file().exists(), "a script changes no settings"
