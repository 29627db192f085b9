"""The help of `livret verify`, one module a language (:mod:`livret_edge.help_page`)."""
