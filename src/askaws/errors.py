"""Everything that can go wrong, in one tree; each error says what to do next.

```
AskawsError                    exit status 1, message and hint on stderr
├── CorpusError                a note or a folder of notes cannot be read
│   └── EmptyCorpusError       nothing in it to index
├── IndexStoreError            the index is missing, damaged or being built
│   ├── IndexMissingError
│   ├── IndexDamagedError
│   └── IndexBusyError
├── CitationError              `show` was given a citation that resolves to nothing
├── QuestionsError             a line of a --questions file is not a question
└── ModelError                 a model cannot be found, trusted or run
    ├── ManifestError          a line of models.txt does not parse
    ├── ModelMissingError
    ├── ModelChecksumError
    └── DownloadError
```
"""

from __future__ import annotations


class AskawsError(Exception):
    """Base of every error that a user may see.

    `message` says what is wrong, naming file and line where there is one;
    `hint` is the next command to type or thing to change.
    """

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CorpusError(AskawsError):
    """A note, or the folder that should hold notes, cannot be read."""


class EmptyCorpusError(CorpusError):
    """The corpus holds nothing that can be indexed."""


class IndexStoreError(AskawsError):
    """The index on disk is not usable."""


class IndexMissingError(IndexStoreError):
    """No index has been built yet."""


class IndexDamagedError(IndexStoreError):
    """The files of the index do not agree with each other."""


class IndexBusyError(IndexStoreError):
    """Another process is building the index and did not finish in time."""


class CitationError(AskawsError):
    """A citation does not name lines of a note in the corpus."""


class QuestionsError(AskawsError):
    """A line of a questions file is not a JSON object with a question."""


class ModelError(AskawsError):
    """A model cannot be found, trusted or run."""


class ManifestError(ModelError):
    """A line of models.txt is not in the documented format."""


class ModelMissingError(ModelError):
    """A model that was asked for is not on this machine."""


class ModelChecksumError(ModelError):
    """The bytes of a model file are not those that models.txt promises."""


class DownloadError(ModelError):
    """A model could not be downloaded."""
