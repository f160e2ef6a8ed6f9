"""Running a script in processes of its own."""

import os
import subprocess
import sys


def told_with_hash_seeds(script, seeds=("0", "1")):
    """Give all the different outputs of a script, whatever the order of sets is."""
    return {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in seeds
    }
