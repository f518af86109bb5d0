"""The store: raw files as received, canonical tables, facts and quarantine, tied together by one record per import.

``tables`` holds Delta tables and their partitions, ``record`` the atomically replaced record a reader starts from,
``facts`` what is computed once per import, ``ledger`` the figures ever shown, ``snapshot`` a consistent view of it all.
"""
