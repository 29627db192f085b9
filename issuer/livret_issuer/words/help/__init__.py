"""The help of `livret issuer`, one module a language (:mod:`livret_edge.help_page`)."""
