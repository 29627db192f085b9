"""The composition root: the `livret` command and a whole town on one machine."""
