"""The command line: options in, text or JSON out. Nothing is decided here."""

from askaws.cli.app import main

__all__ = ["main"]
