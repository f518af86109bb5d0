"""The workbench: dashboards and the closed loop in a browser, for a whole team. The only room that knows Django.

Every app is a folder with the same drawers: ``models.py`` (state and its constraints), ``services.py`` (writes: verbs,
keyword-only, atomic, each told to the audit), ``queries.py`` (reads), ``permissions.py``, ``forms.py``, ``views.py``,
``urls.py``, ``tasks.py``, ``api.py``, ``words.yaml`` and ``templates/<app>/``. To add one, make a folder with an
``apps.py`` that holds a ``WorkbenchApp``; its addresses, words, permissions, menu entries and API are found by that.

Floors: ``config > api > loop > the apps > accounts > jobs > web > company``. Apps beside each other never import one
another: they meet in ``loop``, and point at each other's objects by ``Origin`` (a kind and an id), not by foreign keys.
"""
