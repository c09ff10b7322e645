"""Django's command line, for those who know it; ``xiedu`` is the ordinary way in."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiedu.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
