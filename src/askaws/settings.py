"""Where things are: the corpus, its index, the caches. No other module reads the environment."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from askaws.errors import CorpusError

DEFAULT_HITS = 5
"""Passages that a question is shown with, unless it asks for another number."""

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Absolute paths of one run. `corpus` is a folder or one file."""

    corpus: Path
    index: Path
    cache: Path
    manifest: Path


def resolve(
    corpus: Path | None,
    index: Path | None,
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> Settings:
    """Options first, then the environment, then `folder` (the current one), then the package.

    Raises `CorpusError` if the corpus that was named does not exist.
    """
    folder = (folder or Path.cwd()).absolute()
    notes = _corpus(corpus, environment, folder)
    return Settings(
        corpus=notes,
        index=_index(index, environment, folder, notes),
        cache=user_cache_path("askaws", appauthor=False),
        manifest=_shipped("models.txt"),
    )


def shipped_corpus() -> Path:
    """The notes that come with askaws."""
    return _shipped("corpus")


def _corpus(option: Path | None, environment: Mapping[str, str], folder: Path) -> Path:
    named = option or _path(environment.get("ASKAWS_CORPUS"))
    if named is None:
        local = folder / "corpus"
        return local if local.is_dir() else shipped_corpus()
    path = folder / named.expanduser()
    try:
        path.stat()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise CorpusError(
            f"{named}: {'no such file or folder' if missing else error.strerror}",
            hint="name a folder of Markdown notes, or one note: --corpus PATH",
        ) from error
    return path.resolve()


def _index(option: Path | None, environment: Mapping[str, str], folder: Path, corpus: Path) -> Path:
    named = option or _path(environment.get("ASKAWS_INDEX"))
    if named is not None:
        return folder / named.expanduser()
    if corpus == folder / "corpus":
        return folder / "index"
    name = re.sub(r"[^\w.-]+", "-", corpus.name) or "notes"
    digest = hashlib.sha256(str(corpus).encode()).hexdigest()[:12]
    return user_data_path("askaws", appauthor=False) / "indexes" / f"{name}-{digest}"


def _path(value: str | None) -> Path | None:
    return Path(value) if value else None


def _shipped(name: str) -> Path:
    """A file of the package; in a source checkout it stands at the top instead."""
    installed = _PACKAGE / name
    return installed if installed.exists() else _PACKAGE.parents[1] / name
