"""Data on their way in: uploads, mappings, imports, rows set aside, sources and how good the data are.

Files are checked before anything reads them, wait under ``workbench/uploads`` of the project, and are imported by jobs
that call the very functions ``kefu import`` and ``kefu quarantine`` call.
"""
