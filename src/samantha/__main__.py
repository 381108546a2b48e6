"""`python -m samantha`: the same as the command `samantha`.

Guarantees: nothing happens on import.
Does not: take arguments of its own.
"""

import sys

from samantha.cli import main

if __name__ == "__main__":
    sys.exit(main())
