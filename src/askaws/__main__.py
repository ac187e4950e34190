"""`python -m askaws`."""

from askaws.cli import main

main()
