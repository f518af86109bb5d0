"""The workbench's settings over a small project in the temporary folder, with a database of its own.

``KEFU_DATABASE_URL`` runs the same tests on PostgreSQL.
"""

import os
import tempfile
from pathlib import Path

from kefu.configuration import FILE, Configuration, write_configuration

_folder = Path(os.environ.get("KEFU_PROJECT") or Path(tempfile.gettempdir()) / f"kefu-workbench-{os.getuid()}")
if not (_folder / FILE).is_file():
    _folder.mkdir(parents=True, exist_ok=True)
    write_configuration(_folder, Configuration(company="灯笼家电 Lantern Appliances (demo)"))
os.environ["KEFU_PROJECT"] = str(_folder)
os.environ.setdefault("KEFU_SECRET_KEY", "only-for-tests")

from kefu.workbench.config.settings import *  # noqa: E402, F403

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
