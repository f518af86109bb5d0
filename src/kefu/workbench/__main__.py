"""``python -m kefu.workbench COMMAND``: Django's commands with the workbench's settings."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kefu.workbench.config.settings")
execute_from_command_line(["kefu.workbench", *sys.argv[1:]])
