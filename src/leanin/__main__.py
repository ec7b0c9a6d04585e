"""The `leanin` command. The two calls that must feel instant, the version and the app, load nothing they don't need."""

import os
import sys

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it looks through every installed package for some


def main() -> None:
    """Run leanin with the arguments of this process. Ends with the exit code: 0 fine, 1 failed, 2 wrong usage."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from leanin import __version__

        sys.stdout.write(f"leanin {__version__}\n")
        return
    if not arguments and sys.stdin.isatty() and sys.stdout.isatty():
        from leanin.tui.app import run

        run()
        return
    from leanin.cli.main import run_command

    sys.exit(run_command(arguments))


if __name__ == "__main__":
    main()
