"""``python -m plastic`` is the command ``plastic``."""

from .cli.start import main

if __name__ == "__main__":
    main()
