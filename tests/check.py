"""Everything that must hold before a commit: lint, format, types, tests."""

from __future__ import annotations

import subprocess
import sys

STEPS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest",),
)


def main() -> int:
    """Run the steps in order, each by this interpreter's tools; stop at the first that fails."""
    for step in STEPS:
        print("$", " ".join(step), flush=True)
        code = subprocess.run([sys.executable, "-m", *step], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
