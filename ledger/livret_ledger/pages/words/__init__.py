"""What the public pages say: one module a language, the same names in each."""
