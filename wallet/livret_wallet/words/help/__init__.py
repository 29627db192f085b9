"""The help of `livret wallet`, one module a language (:mod:`livret_edge.help_page`)."""
