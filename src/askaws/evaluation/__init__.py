"""How good the answers are, measured on question sets: `askaws eval`."""
