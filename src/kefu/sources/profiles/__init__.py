"""Profiles: one YAML file per known export, naming its headers and codes; the file name is the profile's name.

To add one, copy the nearest file here, or put it under ``mappings/`` of a project, where it replaces a built-in of the
same name.
"""

from __future__ import annotations

from kefu.registry import Family
from kefu.sources.profiles._profile import FieldMap, Profile, TableMap, read_profile
from kefu.sources.profiles._recognition import LINE, ROW, Found, named, recognise

__all__ = ["LINE", "PROFILES", "ROW", "FieldMap", "Found", "Profile", "TableMap", "named", "read_profile", "recognise"]

PROFILES: Family[Profile] = Family(__name__, Profile, loader=read_profile)
