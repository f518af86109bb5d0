"""Told sentences in a language model's words: off unless a project names a model, and never trusted.

``check`` holds a rewording against the told sentence, ``model`` asks, ``kept`` remembers every answer, so that a report
can be made again without asking, ``voice`` puts the words into a document; ``vocabulary.yaml`` lists the only words a
rewording may exchange.
"""
