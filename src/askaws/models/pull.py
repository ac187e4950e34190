"""Bringing a model onto this machine.

The bytes go to a `.part` file beside the model's place, which an interrupted pull
leaves and the next one goes on from. Only a file whose SHA-256 is right takes the
model's place, so that an earlier good one is never lost to a bad one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from askaws.errors import DownloadError, ModelChecksumError
from askaws.models.hub import Offer, Progress, ask_hub, fetch
from askaws.models.library import Library, how_to_get, require_digest, sha256
from askaws.models.manifest import UNKNOWN, Model

_SPARE_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Pulled:
    """A model that is on this machine now; `fetched` if it was not before."""

    path: Path
    sha256: str
    size: int
    fetched: bool


def pull(
    library: Library,
    model: Model,
    *,
    endpoint: str | None = None,
    progress: Progress = lambda there, size: None,
    again: bool = False,
) -> Pulled:
    """Bring `model` onto this machine if it is not there, or is damaged; `again`: in any case.

    `endpoint` is the hub's address; without it, huggingface_hub's own. Raises
    `DownloadError` if the file does not arrive, and `ModelChecksumError` if it is
    not the promised one.
    """
    if not model.repository:
        raise DownloadError(
            f"{model.name} comes with the Python package {model.package}, not from the hub",
            hint=how_to_get(model),
        )
    place = library.folder(model) / model.file
    with _locked(library.folder(model), place):
        if not again and (digest := _present(library, model, place)):
            return Pulled(place, digest, place.stat().st_size, fetched=False)
        offer = ask_hub(model, endpoint)
        _require_agreement(model, offer)
        expected = offer.sha256 if model.sha256 == UNKNOWN else model.sha256
        part = place.with_name(f"{place.name}.{expected[:12]}.part")
        _require_room(part, offer.size)
        with part.open("ab") as file:
            fetch(model, offer, file, progress)
        digest = sha256(part)
        try:
            require_digest(model, place.name, digest, expected)
        except ModelChecksumError:
            part.unlink()
            raise
        part.replace(place)
        library.remember(place, digest)
        if model.sha256 == UNKNOWN:
            library.promise(model, digest)
        for left in place.parent.glob(f"{place.name}.*.part"):
            left.unlink()
        return Pulled(place, digest, offer.size, fetched=True)


def _present(library: Library, model: Model, place: Path) -> str:
    """The SHA-256 of a sound file that is there already, or nothing."""
    try:
        return library.verify(model, place) if place.is_file() else ""
    except ModelChecksumError:
        return ""


@contextmanager
def _locked(folder: Path, place: Path) -> Iterator[None]:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "pull.lock", timeout=1):
            yield
    except Timeout as error:
        raise DownloadError(
            f"another process is downloading {folder.name}",
            hint="wait for it to end, then: askaws models list",
        ) from error
    except OSError as error:  # of the disk: what the hub raises is a DownloadError by now
        raise DownloadError(
            f"{folder} cannot be written: {error.strerror or error}",
            hint="make that folder writable and pull again",
        ) from error


def _require_agreement(model: Model, offer: Offer) -> None:
    """Raise `ModelChecksumError` before anything is fetched if models.txt says otherwise."""
    same_size = model.size in (0, offer.size)
    same_digest = model.sha256 == offer.sha256 or UNKNOWN in (model.sha256, offer.sha256)
    if not (same_size and same_digest):
        raise ModelChecksumError(
            f"the hub's {model.file} is not the file that models.txt promises for {model.name} "
            f"({offer.size} bytes, SHA-256 {offer.sha256[:12]}…)",
            hint=f"compare its entry in models.txt with https://huggingface.co/{model.repository}",
        )


def _require_room(part: Path, size: int) -> None:
    """Raise `DownloadError` if what an earlier pull left missing does not fit on the disk."""
    missing = size - (part.stat().st_size if part.exists() else 0)
    free = shutil.disk_usage(part.parent).free
    if missing + _SPARE_BYTES > free:
        raise DownloadError(
            f"{missing / 1e9:.1f} GB are missing, and {part.parent} has {free / 1e9:.1f} GB free",
            hint="make room on that disk and pull again, or choose a smaller model",
        )
