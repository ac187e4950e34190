"""Cold starts side by side: `python benchmarks/speed.py [--runs N] [--corpus PATH]`.

Each round times, one after the other in new processes, the import of
sentence-transformers, `askaws search` and `askaws ask` with the embedded LLM (until
its first words, and until its end). Figures are medians of ratios within a round,
so they hold on a machine whose speed drifts; memory is the largest of one process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

QUESTION = "How much can managed spot training save and what happens on an interruption?"


@dataclass(frozen=True, slots=True)
class Run:
    """Wall-clock seconds until the first byte of output and until the end, and peak MB."""

    first: float
    total: float
    megabytes: float


def run(command: list[str]) -> Run:
    """Start a process and wait for its first output and its end."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    beginning = process.stdout.read(1)
    first = time.monotonic() - start
    process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    total = time.monotonic() - start
    if process.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} failed with exit status {process.returncode}")
    return Run(first if beginning else total, total, usage.ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description="Cold starts, side by side.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--question", default=QUESTION)
    arguments = parser.parse_args()
    askaws = [sys.executable, "-m", "askaws"]
    corpus = ["--corpus", str(arguments.corpus), arguments.question]
    commands = {
        "import sentence_transformers": [sys.executable, "-c", "import sentence_transformers"],
        "search": [*askaws, "search", *corpus],
        "ask --no-llm": [*askaws, "ask", "--no-llm", *corpus],
        "ask": [*askaws, "ask", *corpus],
    }
    for command in commands.values():
        run(command)
    rounds = [
        {name: run(command) for name, command in commands.items()} for _ in range(arguments.runs)
    ]
    print("| command | first words / import | all / import | peak MB |\n| --- | --- | --- | --- |")
    for name in commands:
        base = [round_["import sentence_transformers"].total for round_ in rounds]
        first = statistics.median(r[name].first / b for r, b in zip(rounds, base, strict=True))
        total = statistics.median(r[name].total / b for r, b in zip(rounds, base, strict=True))
        memory = max(r[name].megabytes for r in rounds)
        print(f"| {name} | {first:.2f} | {total:.2f} | {memory:.0f} |")
    seconds = statistics.median(r["import sentence_transformers"].total for r in rounds)
    print(f"\nThe import took {seconds:.2f} s (median of {arguments.runs}).")


if __name__ == "__main__":
    main()
