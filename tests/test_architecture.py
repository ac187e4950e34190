"""The rules of `docs/architecture.md`, walked over the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "askaws"
LAYERS = (
    "errors",
    "records",
    "settings",
    "reading",
    "models",
    "index",
    "answering",
    "workshop",
    "assistant",
    "evaluation",
    "diagnosis",
    "render",
    "cli",
    "__main__",
)
HEAVY = {
    "faiss",
    "llama_cpp",
    "prompt_toolkit",
    "sentence_transformers",
    "torch",
    "transformers",
    "huggingface_hub",
}
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 320


def layer(module: str) -> str:
    """The layer of a dotted module of the package."""
    return module.split(".")[1]


def imports(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """Imported modules, and whether each is imported when the module is."""
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
    }
    checking = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        early = id(node) not in inside | checking
        if isinstance(node, ast.Import):
            yield from ((alias.name, early) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, early


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way_and_nothing_heavy_comes_early(path: Path) -> None:
    """A module imports only its own layer and those before it; heavy packages wait until used."""
    relative = path.relative_to(PACKAGE)
    name = relative.parts[0].removesuffix(".py")
    if name == "__init__":
        return
    for module, early in imports(ast.parse(path.read_text(encoding="utf-8"))):
        if module.startswith("askaws."):
            assert LAYERS.index(layer(module)) <= LAYERS.index(name), f"{name} imports {module}"
        if early:
            assert module.split(".")[0] not in HEAVY, f"{module} is imported with {relative}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_modules_stay_small_and_say_what_they_are(path: Path) -> None:
    """No module outgrows a reader's patience, and each begins with a docstring."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST
    assert not text or ast.get_docstring(ast.parse(text))


def test_every_layer_is_there() -> None:
    """The order above names all modules and folders of the package, and no other."""
    names = [p for p in PACKAGE.iterdir() if p.name[0].isalpha() or p.stem == "__main__"]
    found = {p.name.removesuffix(".py") for p in names}
    found = {n for n in found if (PACKAGE / n).is_dir() or (PACKAGE / f"{n}.py").is_file()}
    assert found - {"corpus"} == set(LAYERS)
