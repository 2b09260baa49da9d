"""``python -m stsdetect`` is the ``stsdetect`` command."""

from stsdetect.cli.main import main

if __name__ == "__main__":
    main()
