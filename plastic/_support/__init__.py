"""What every room uses: checks of arguments, locks, optional packages, HTML."""
