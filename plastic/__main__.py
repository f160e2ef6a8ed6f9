"""``python -m plastic`` is the command ``plastic``."""

from .cli.commands import main

if __name__ == "__main__":
    main()
