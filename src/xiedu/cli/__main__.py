"""``python -m xiedu.cli``."""

import sys

from xiedu.cli import main

sys.exit(main())
