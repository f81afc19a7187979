"""Start kapdesk: the process is protected first, everything else is imported afterwards."""

import sys

from kapdesk import process


def main() -> int:
    """Run the command line; returns the exit code."""
    process.protect()
    from kapdesk import cli

    return cli.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
