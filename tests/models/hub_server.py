"""A hub of one file, on 127.0.0.1: the routes of the real one that a download uses."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REPOSITORY, FILE, REVISION = "maker/model-GGUF", "model.gguf", "c0ffee" + "0" * 34


@dataclass(slots=True)
class Hub:
    """What the server gives out, and what it has been asked.

    `refusal` is a status and the hub's error code. `cut_after` ends each answer
    after so many bytes; `answers` is how many GETs are answered before the server
    gives up with 503. `promised` is the size and SHA-256 that HEAD speaks of.
    """

    body: bytes
    promised: tuple[int, str] = (0, "")
    refusal: tuple[int, str] | None = None
    cut_after: int | None = None
    answers: int | None = None
    ranges: bool = True
    endpoint: str = ""
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.promised[0]:
            self.promised = (len(self.body), hashlib.sha256(self.body).hexdigest())

    def asked(self, method: str) -> list[str]:
        """The Range headers of the requests of that method, in order."""
        return [wanted for done, _, wanted in self.requests if done == method]


@contextmanager
def running(hub: Hub) -> Iterator[Hub]:
    """Serve `hub`, whose `endpoint` is then its address."""

    class Handler(_Handler):
        served = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    served: Hub

    def do_HEAD(self) -> None:
        self._note()
        if self._refused(f"/{REPOSITORY}/resolve/{REVISION}/{FILE}"):
            return
        size, digest = self.served.promised
        self.send_response(302)
        self.send_header("X-Repo-Commit", REVISION)
        self.send_header("X-Linked-Size", str(size))
        self.send_header("X-Linked-ETag", f'"{digest}"')
        # The real hub's bytes come from another host; on the same one, HEAD would be followed.
        self.send_header(
            "Location", f"{self.served.endpoint}/bytes".replace("127.0.0.1", "localhost")
        )
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        hub = self.served
        if hub.answers is not None and len(hub.asked("GET")) >= hub.answers:
            hub.refusal = (503, "")
        self._note()
        if self._refused("/bytes"):
            return
        wanted = self.headers.get("Range", "")
        start = int(wanted.removeprefix("bytes=").partition("-")[0] or 0) if hub.ranges else 0
        rest = hub.body[start:]
        self.send_response(206 if hub.ranges else 200)
        if hub.ranges:
            last = len(hub.body) - 1
            self.send_header("Content-Range", f"bytes {start}-{last}/{len(hub.body)}")
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[: hub.cut_after])
        self.close_connection = True

    def _note(self) -> None:
        self.served.requests.append((self.command, self.path, self.headers.get("Range", "")))
        self.served.headers.append(dict(self.headers))

    def _refused(self, known: str) -> bool:
        refusal = self.served.refusal or ((404, "EntryNotFound") if self.path != known else None)
        if refusal is None:
            return False
        status, code = refusal
        self.send_response(status)
        if code:
            self.send_header("X-Error-Code", code)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return True

    def log_message(self, format: str, *args: object) -> None: ...
