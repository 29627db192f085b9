"""What each type of entry says, and by which rule it is taken, one module a language."""
