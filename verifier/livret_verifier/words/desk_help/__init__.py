"""The help of `livret desk`, one module a language."""
