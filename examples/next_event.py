"""The next event in a session: what a visitor of a shop does next, and why.

The sessions are made up by a simple rule: who searched pays less often, and who
looked at two things compares them.  The memory is not told the rule.  A symbol is
an event, any hashable value; a sample is a session.

    python examples/next_event.py
"""

from __future__ import annotations

import random

import plastic


def session(rng: random.Random) -> tuple[str, ...]:
    """Make up the events of one visit."""
    events = ["home"]
    if rng.random() < 0.4:
        events.append("search")
    views = rng.randint(1, 3)
    events += ["view"] * views
    if views == 2:
        events.append("compare")
    pays = 0.2 if "search" in events else 0.6
    events += ["cart", "pay"] if rng.random() < pays else ["leave"]
    return tuple(events)


def main() -> None:
    """Learn, predict after a few beginnings, explain one, find an odd session."""
    rng = random.Random(0)
    memory = plastic.PlasticMemory().fit(session(rng) for _ in range(2000))
    for seen in [
        ("home",),
        ("home", "view"),
        ("home", "view", "view"),
        ("home", "view", "view", "compare"),
        ("home", "search", "view", "view", "compare"),
    ]:
        chances = memory.predict_proba(seen)
        likely = {event: chance for event, chance in chances.items() if chance > 0.01}
        best = sorted(likely, key=likely.get, reverse=True)
        shown = ", ".join(f"{event} {likely[event]:.0%}" for event in best)
        print(f"{' > '.join(seen):<40} {shown}")

    print("\nwhy, after home > search:")
    print(memory.explain(("home", "search")))

    odd = ("home", "pay", "cart", "leave")
    print("\nnats of surprise, event by event, of a session that makes no sense:")
    for event, nats in zip([*odd, "the end"], memory.surprise(odd)):
        print(f"  {event:<8} {nats:4.1f}")


if __name__ == "__main__":
    main()
