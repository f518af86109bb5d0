"""The workbench's settings over a small project in the temporary folder, with a database of its own.

``KEFU_DATABASE_URL`` runs the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from kefu.configuration import Configuration, write_configuration


def _folder() -> Path:
    """The folder that is named, or one that goes with this process."""
    if named := os.environ.get("KEFU_PROJECT"):
        return Path(named)
    made = Path(tempfile.mkdtemp(prefix="kefu-workbench-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    write_configuration(made, Configuration(company="灯笼家电 Lantern Appliances (demo)"))
    return made


os.environ["KEFU_PROJECT"] = str(_folder())
os.environ.setdefault("KEFU_SECRET_KEY", "only-for-tests")

from kefu.workbench.config.settings import *  # noqa: E402, F403

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
