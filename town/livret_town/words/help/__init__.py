"""The help of the commands of this package, one module a language."""
