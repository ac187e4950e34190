"""What `doctor` looks at: the installation, the models, the corpus and its index."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from askaws.assistant import Assistant
from askaws.errors import AskawsError
from askaws.index.store import open_current
from askaws.reading.corpus import scan

_PACKAGES = (
    "faiss-cpu",
    "llama-cpp-python",
    "sentence-transformers",
    "tiktoken",
    "tokenizers",
    "torch",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `problem` is what to do about it, empty if all is well."""

    name: str
    state: str
    problem: str = ""


def diagnose(assistant: Assistant) -> list[Check]:
    """Look at everything and change nothing."""
    return [*_packages(), *_models(assistant), _corpus(assistant), _index(assistant)]


def _packages() -> list[Check]:
    checks = []
    for name in ("askaws", *_PACKAGES):
        try:
            checks.append(Check(name, version(name)))
        except PackageNotFoundError:
            checks.append(Check(name, "missing", f"pip install {name}"))
    return checks


def _models(assistant: Assistant) -> list[Check]:
    library = assistant.workshop.library
    checks = []
    for model in library.models:
        name = f"{model.role} {model.name}"
        try:
            place = library.path(model)
        except AskawsError as error:
            # Only a model that came with the installation is missed.
            problem = error.hint if model.package else ""
            checks.append(Check(name, error.message if problem else "not downloaded", problem))
        else:
            checks.append(Check(name, f"verified: {place}"))
    return checks


def _corpus(assistant: Assistant) -> Check:
    corpus = assistant.settings.corpus
    try:
        found = scan(corpus)
    except AskawsError as error:
        return Check("corpus", error.message, error.hint)
    state = f"{corpus}: {len(found.files)} notes"
    return Check("corpus", state, "" if found.files else "put Markdown notes there")


def _index(assistant: Assistant) -> Check:
    index = assistant.settings.index
    try:
        with closing(open_current(index)) as generation:
            # Damage shows when it is read, and not before.
            passages = sum(1 for _ in generation.chunks())
            generation.words()
            generation.terms()
        current = assistant.is_current()
    except AskawsError as error:
        return Check("index", error.message, error.hint)
    state = f"{index}: {passages} passages"
    if current:
        return Check("index", f"{state}, up to date")
    return Check("index", f"{state}, the notes have changed since", "askaws index")
