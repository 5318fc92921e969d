"""``python -m causalkb``: the same as the program ``causalkb``."""

from causalkb.cli.start import main

if __name__ == "__main__":
    main()
