import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from leanin.store.holder import Holder, is_alive

HOLD = (
    "import sys, time; from pathlib import Path; from leanin.store.holder import Holder; "
    "print(Holder(Path(sys.argv[1])).name, flush=True); time.sleep(60)"
)


def test_a_holder_lives_until_it_is_closed(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite"
    holder = Holder(journal)
    assert is_alive(journal, holder.name)
    assert is_alive(journal, holder.name), "asking must not end it"
    holder.close()
    assert not is_alive(journal, holder.name)
    assert list((tmp_path / "journal.sqlite-holders").iterdir()) == []
    holder.close()


def test_nobody_and_strangers_are_not_alive(tmp_path: Path) -> None:
    assert not is_alive(tmp_path / "journal.sqlite", None)
    assert not is_alive(tmp_path / "journal.sqlite", "stranger")


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(journal)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        name = child.stdout.readline().strip()
        assert is_alive(journal, name)
        child.send_signal(signal.SIGKILL)
    assert not is_alive(journal, name)


def test_what_the_dead_left_is_swept_away_and_the_living_are_spared(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite"
    folder = tmp_path / "journal.sqlite-holders"
    living = Holder(journal)
    for name in ("old", "young"):
        (folder / name).touch()
    long_ago = time.time() - 7200
    os.utime(folder / "old", (long_ago, long_ago))
    os.utime(folder / living.name, (long_ago, long_ago))
    newcomer = Holder(journal)
    assert {file.name for file in folder.iterdir()} == {"young", living.name, newcomer.name}
    living.close()
    newcomer.close()
