"""A model's own way of writing a conversation down, as its GGUF carries it (Jinja)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence


class ChatTemplate:
    """Says what stands around the messages of a prompt; what they say never passes through it.

    A note that reads `<|im_end|>` can therefore not end a turn.
    """

    def __init__(self, source: str, begin: str = "", end: str = "") -> None:
        from jinja2 import TemplateError
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        self._failures = (ValueError, TemplateError)
        self._formatter = Jinja2ChatFormatter(source, eos_token=end, bos_token=begin)

    def parts(self, roles: Sequence[str]) -> list[str | int]:
        """The prompt in order: the template's own text, and the places of the messages.

        >>> source = "{% for turn in messages %}<{{ turn.role }}>{{ turn.content }}{% endfor %}"
        >>> ChatTemplate(source).parts(["system", "user"])
        ['<system>', 0, '<user>', 1]
        """
        turns = [{"role": role, "content": _mark(place)} for place, role in enumerate(roles)]
        try:
            prompt = self._render(turns)
        except self._failures:
            # Some templates refuse a system message; the user's then begins with it.
            if list(roles[:2]) != ["system", "user"]:
                raise
            joined = {"role": "user", "content": f"{_mark(0)}\n\n{_mark(1)}"}
            prompt = self._render([joined, *turns[2:]])
        pieces = re.split(r"\0(\d+)\0", prompt)
        return [int(piece) if odd % 2 else piece for odd, piece in enumerate(pieces) if piece]

    def _render(self, turns: Sequence[Mapping[str, str]]) -> str:
        # A model that can think aloud would spend the answer on it.
        return str(self._formatter(messages=list(turns), enable_thinking=False).prompt)


def _mark(place: int) -> str:
    return f"\0{place}\0"
