"""Answers and passages to JSON or to text for a terminal: pure functions."""
