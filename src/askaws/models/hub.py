"""The hub's side of a download. No other module of askaws speaks to the network.

`hf_hub_download` starts anew after an interruption, so the file is streamed here,
with huggingface_hub's own addresses, requests and errors.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from askaws.errors import DownloadError
from askaws.models.manifest import UNKNOWN, Model

_CHUNK_BYTES = 1 << 18
_FAILURES_IN_A_ROW = 3
_SHA256 = re.compile(r"[0-9a-f]{64}")

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes of the whole file."""


Kinds = type[Exception] | tuple[type[Exception], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Where the hub has a file, how many bytes it is, and its SHA-256 or `unknown`."""

    url: str
    size: int
    sha256: str


def ask_hub(model: Model, endpoint: str | None = None) -> Offer:
    """The file of `model` at its revision. Without `endpoint`, huggingface_hub's own is asked.

    Raises `DownloadError`.
    """
    from huggingface_hub import constants, get_hf_file_metadata, hf_hub_url

    constants.HF_HUB_DISABLE_TELEMETRY = True
    with _explained(model):
        url = hf_hub_url(model.repository, model.file, revision=model.revision, endpoint=endpoint)
        said = get_hf_file_metadata(url, token=False, endpoint=endpoint)
        if said.size is None:
            raise OSError("the hub does not say how large the file is")
    # The etag of a large file is its SHA-256; that of a small one is git's, and of no use here.
    digest = said.etag if said.etag and _SHA256.fullmatch(said.etag) else UNKNOWN
    return Offer(said.location, said.size, digest)


def fetch(model: Model, offer: Offer, file: BinaryIO, progress: Progress) -> None:
    """Append to `file` what is missing of the offer. Raises `DownloadError`."""
    with _explained(model):
        _stream(offer, file, progress)
        file.flush()
        os.fsync(file.fileno())


def _stream(offer: Offer, file: BinaryIO, progress: Progress) -> None:
    """Go on after each cut, as long as something arrives."""
    from huggingface_hub.errors import HfHubHTTPError, HTTPError  # type: ignore[attr-defined]

    failures = 0
    progress(file.tell(), offer.size)
    while file.tell() < offer.size:
        before = file.tell()
        try:
            _request(offer, file, progress)
            if file.tell() < offer.size:
                raise OSError("the hub sent fewer bytes than it promised")
        except HfHubHTTPError:
            raise
        except (HTTPError, OSError):
            failures = failures + 1 if file.tell() == before else 0
            if failures == _FAILURES_IN_A_ROW:
                raise
            time.sleep(failures)


def _request(offer: Offer, file: BinaryIO, progress: Progress) -> None:
    from huggingface_hub import utils

    hub: Any = utils  # its functions are public, but its type hints do not say so
    headers = hub.build_hf_headers(token=False, library_name="askaws")
    # Compressed, a range would count other bytes than those of the file.
    headers |= {"Accept-Encoding": "identity", "Range": f"bytes={file.tell()}-"}
    with hub.http_stream_backoff("GET", offer.url, headers=headers, max_retries=0) as response:
        hub.hf_raise_for_status(response)
        if response.status_code != 206:
            file.truncate(0)
            file.seek(0)
        for chunk in response.iter_bytes(_CHUNK_BYTES):
            file.write(chunk)
            progress(file.tell(), offer.size)


@contextmanager
def _explained(model: Model) -> Iterator[None]:
    """Turn whatever the hub, the network or the disk raises into a `DownloadError`."""
    from huggingface_hub import errors

    page, entry = f"https://huggingface.co/{model.repository}", f"[{model.name}] in models.txt"
    by_hand = f"fetch it from {page} with a browser and give its path: askaws ask --model PATH"
    explanations: list[tuple[Kinds, str, str]] = [
        (
            errors.OfflineModeIsEnabled,
            "HF_HUB_OFFLINE forbids downloads",
            "unset HF_HUB_OFFLINE and pull again",
        ),
        (errors.GatedRepoError, f"{model.repository} asks for consent to its licence", by_hand),
        (
            errors.RevisionNotFoundError,
            f"{model.repository} has no revision {model.revision}",
            f"correct the revision of {entry}; {page}/commits/main lists them",
        ),
        (
            errors.EntryNotFoundError,
            f"{model.repository} has no file {model.file} at revision {model.revision}",
            f"correct the file of {entry}; {page}/tree/main lists them",
        ),
        (
            (errors.RepositoryNotFoundError, errors.HFValidationError),
            f"the hub has no public repository {model.repository}",
            f"correct the source of {entry}",
        ),
        (errors.HfHubHTTPError, "the hub refused", f"try again later, or {by_hand}"),
        (
            Exception,
            "the download broke off",
            f"check the network and the disk, then: askaws models pull {model.name} "
            "(it goes on where it stopped)",
        ),
    ]
    try:
        yield
    except (errors.HTTPError, errors.HFValidationError, OSError) as error:  # type: ignore[attr-defined]
        problem, hint = next(
            (problem, hint) for kind, problem, hint in explanations if isinstance(error, kind)
        )
        raise DownloadError(f"{model.name}: {problem} ({_brief(error)})", hint=hint) from error


def _brief(error: Exception) -> str:
    """The first line of what a library says, which may be a page long."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
