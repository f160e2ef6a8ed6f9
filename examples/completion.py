"""Completion as you type: the likeliest commands after each key, by probability.

A memory learns the commands of a shell session, in the order of their use; a new
command counts from the next key on, and one that should not be there is forgotten
to the last bit.

    python examples/completion.py
"""

from __future__ import annotations

import plastic

HISTORY = [
    *["git status"] * 9,
    *["git commit -am 'wip'"] * 4,
    *["git push origin main"] * 5,
    *["git pull --rebase"] * 3,
    *["git checkout -b feature"] * 2,
    *["docker compose up -d"] * 4,
    *["docker compose logs -f"] * 3,
    *["docker ps"] * 6,
    *["python -m pytest -x"] * 7,
    *["python -m http.server"] * 2,
    "curl -H 'token: s3cret' example.org",
]


def suggest(memory: plastic.PlasticMemory, typed: str, n: int = 3) -> None:
    """Print what `typed` may become; `known` keeps to what was learned."""
    print(f"{typed + '_':<12}", end="")
    found = memory.complete(typed, n=n, known=True)
    print(" | ".join(f"{text} {chance:.0%}" for text, chance in found))


def main() -> None:
    """Type a command, teach a new one, forget one."""
    memory = plastic.PlasticMemory().fit(HISTORY)
    for typed in ["", "g", "git c", "d", "docker c", "py"]:
        suggest(memory, typed)

    print("\nlearned 'git cherry-pick', used three times:")
    memory.partial_fit(["git cherry-pick"] * 3)
    suggest(memory, "git c")

    print("\nforgot the line with the token:")
    memory.forget(HISTORY[-1])
    suggest(memory, "c")
    never = plastic.PlasticMemory().fit([*HISTORY[:-1], *["git cherry-pick"] * 3])
    same = memory.log_prob("curl") == never.log_prob("curl")
    print(f"as if it had never been learned: {same}")


if __name__ == "__main__":
    main()
