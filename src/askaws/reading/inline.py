"""Inline Markdown to plain words, line by line.

Links keep their words and lose their address; emphasis and code lose their
marks; an image leaves its alternative text if that says something.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick, html_inline, image, link
from markdown_it.token import Token

_LOST_BREAKS = "lost_breaks"
_HOLLOW_ALT = re.compile(
    r"[\W_]*(?:image not available|im|img|image|pasted image|picture|photo|figure|fig|diagram"
    r"|screen ?shot|untitled|alt text|logo|icon)?(?:[\W\d_]|\bat\b|\b[ap]m\b)*",
    re.IGNORECASE,
)
_PATH_OR_FILE = re.compile(
    r"\S*[\\/]\S*|[a-z]:\\.*|.*\.(?:png|jpe?g|gif|svg|webp|bmp)\b.*", re.IGNORECASE
)
_HTML_ALT = re.compile(r"<img\b[^>]*?\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|p|div|li|td|th|tr)\b", re.IGNORECASE)

_Rule = Callable[[StateInline, bool], bool]


def keep_lines(parser: MarkdownIt) -> MarkdownIt:
    """Make `parser` remember the line breaks inside code, links, images and HTML.

    Markdown turns them into spaces, and every line after them would be off by one.
    """
    rules: dict[str, _Rule] = {
        "backticks": backtick,
        "link": link,
        "image": image,
        "html_inline": html_inline,
    }
    for name, rule in rules.items():
        parser.inline.ruler.at(name, _remembering_breaks(rule))
    return parser


def plain_lines(inline: Token) -> list[str]:
    """The words of an inline token, one string for each of its source lines."""
    return _plain(inline.children or []).split("\n")


def plain_text(inline: Token) -> str:
    """The words of an inline token on one line."""
    return " ".join(_plain(inline.children or []).split())


def meaningful_alt(alt: str) -> str:
    """The alternative text of an image, or nothing if it only fills the place.

    >>> meaningful_alt("Diagram of the A2I flow"), meaningful_alt("img"), meaningful_alt("1629445")
    ('Diagram of the A2I flow', '', '')
    """
    words = " ".join(alt.split())
    if _HOLLOW_ALT.fullmatch(words) or _PATH_OR_FILE.fullmatch(words) or " " not in words:
        return ""
    return alt


def html_alts(source: str) -> str:
    """What the images of a piece of HTML say.

    >>> html_alts('<img src="a.png" alt="The A2I flow">')
    'The A2I flow'
    """
    found = (html.unescape(one or other) for one, other in _HTML_ALT.findall(source))
    return " ".join(filter(None, map(meaningful_alt, found)))


def only_addresses(text: str) -> bool:
    """Whether `text` is web addresses and no words.

    >>> only_addresses("<https://aws.amazon.com/>, www.a.b"), only_addresses("see www.a.b")
    (True, False)
    """
    rest, count = _ADDRESS.subn("", text)
    return count > 0 and not re.search(r"\w", rest)


def image_count(inline: Token) -> int:
    return sum(
        child.type == "image"
        or (child.type == "html_inline" and child.content.lower().startswith("<img"))
        for child in inline.children or []
    )


def is_bold_line(inline: Token) -> bool:
    """Whether all the words of a paragraph stand in one pair of `**`, a colon after it aside."""
    shown = [t for t in inline.children or [] if t.type != "html_inline"]
    kinds = [t.type for t in shown if t.type != "text" or t.content.strip(" :")]
    return (
        len(kinds) >= 3
        and kinds[0] == "strong_open"
        and kinds[-1] == "strong_close"
        and kinds.count("strong_open") == 1
        and "softbreak" not in kinds
        and "image" not in kinds
    )


def bold_start(inline: Token) -> str:
    """The words in bold at the head of a text, if that is how it begins.

    >>> from markdown_it import MarkdownIt
    >>> bold_start(MarkdownIt().parseInline("**Feature *selection*** is the filtering")[0])
    'Feature selection'
    """
    children = [t for t in inline.children or [] if t.type != "text" or t.content.strip()]
    if not children or children[0].type != "strong_open":
        return ""
    close = next((n for n, t in enumerate(children) if t.type == "strong_close"), 0)
    after = children[close + 1 : close + 2]
    if after and after[0].type == "text" and after[0].content[:1].isalnum():
        return ""
    return " ".join(_plain(children[:close]).split())


def _plain(children: list[Token]) -> str:
    """The words, with `\\n` where the source has a line break."""
    parts: list[str] = []
    in_autolink = False
    for token in children:
        lost = int(token.meta.get(_LOST_BREAKS, 0))
        if token.type == "link_open":
            in_autolink = token.info == "auto"
        elif token.type == "link_close":
            in_autolink = False
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            alt = meaningful_alt(_plain(token.children or []))
            lost -= alt.count("\n")
            parts.append(alt)
        elif token.type == "code_inline":
            parts.append(token.content)
        elif token.type == "text" and not (in_autolink and "://" in token.content):
            # An entity can put a line break into text; the source has none there.
            parts.append(token.content.replace("\n", " "))
        elif token.type == "html_inline":
            parts.append(html_alts(token.content) or " " * bool(_BREAK.match(token.content)))
        parts.append("\n" * lost)
    return "".join(parts)


def _remembering_breaks(rule: _Rule) -> _Rule:
    def remembering(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        source = state.src[start : state.pos]
        if silent or "\n" not in source:
            return True
        last = state.tokens[-1]
        if last.type == "code_inline":
            last.content = source[len(last.markup) : -len(last.markup)]
        else:
            kept = sum(_breaks(token) for token in state.tokens[before:])
            last.meta[_LOST_BREAKS] = source.count("\n") - kept
        return True

    return remembering


def _breaks(token: Token) -> int:
    if token.type == "code_inline":
        return token.content.count("\n")
    return int(token.type in ("softbreak", "hardbreak")) + int(token.meta.get(_LOST_BREAKS, 0))
