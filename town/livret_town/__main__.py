"""`python -m livret_town` is `livret`."""

import sys

from livret_town.command import main

sys.exit(main())
