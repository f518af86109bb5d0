"""HTTP API v1: collects the ``router`` of each app's ``api.py`` and describes them all by OpenAPI.

Whoever asks sends ``Authorization: Bearer <token>`` (accounts.tokens) or is logged in in the browser; the same
permissions and the same row scope hold as on the pages.
"""
