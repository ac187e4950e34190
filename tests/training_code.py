"""The code in `training/`, which is no package: its modules import each other by bare names."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "training"


def training(name: str) -> Any:
    """A module of `training/`, by its bare name."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(FOLDER))
