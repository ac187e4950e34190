"""Texts kept beside the tests, each in a file as a user reads it.

After a wanted change renew them, read the difference, and commit it:

    ASKAWS_RENEW=1 .venv/bin/python -m pytest tests/cli tests/render; git diff tests
"""

from __future__ import annotations

import os
from pathlib import Path

RENEW = "ASKAWS_RENEW"


def assert_golden(file: Path, text: str) -> None:
    """The text is that of the file; or becomes it, when asked to renew."""
    text = "".join(line.rstrip() + "\n" for line in text.rstrip("\n").split("\n"))
    if os.environ.get(RENEW):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.is_file(), f"no {file}: {RENEW}=1 writes it"
    assert text == file.read_text(encoding="utf-8"), f"{RENEW}=1 renews {file}"
