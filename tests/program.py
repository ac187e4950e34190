"""Runs `askaws` as a user does: a new process, without a network, with folders of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_RUN = """
import socket, sys

class Blocked(socket.socket):
    def __init__(self, *args, **kwargs):
        raise RuntimeError("the network was used")

socket.socket = Blocked
socket.create_connection = socket.getaddrinfo = Blocked
from askaws.cli import main
sys.argv[0] = "askaws"
try:
    main()
finally:
    heavy = {"torch", "transformers", "sentence_transformers"} & set(sys.modules)
    with open(%r, "w") as file:
        file.write(" ".join(sorted(heavy)))
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run left: exit status, both outputs, and which heavy modules it imported."""

    code: int
    out: str
    err: str
    heavy: frozenset[str]

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def json_lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True)
class Program:
    """The program with a home of its own under `home`."""

    home: Path

    def __call__(
        self,
        *arguments: str,
        stdin: str | bytes = "",
        folder: Path | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> Ran:
        """Run one command in `folder`, with environment `variables` besides, and wait for it."""
        trace = self.home / "heavy-modules"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("ASKAWS_")}
        environment |= {
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "COLUMNS": "100",
            **(variables or {}),
        }
        done = subprocess.run(
            [sys.executable, "-c", _RUN % str(trace), *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=folder or self.home,
            env=environment,
            check=False,
            timeout=300,
        )
        heavy = frozenset(trace.read_text().split()) if trace.exists() else frozenset()
        out, err = done.stdout.decode(), done.stderr.decode()
        return Ran(done.returncode, out, err, heavy)
