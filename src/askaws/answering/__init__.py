"""From a question to an answer: understand, retrieve, select, generate, verify."""
