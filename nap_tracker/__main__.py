"""Entry point of `nap-tracker` and `python -m nap_tracker`."""

from __future__ import annotations

from nap_tracker import create_app
from nap_tracker.cli import run


def main() -> None:
    """Run the command line against the application."""
    run(create_app)


if __name__ == "__main__":
    main()
