"""JSON: other values in some places of what a file says."""

from __future__ import annotations

import json
import random
from typing import Any

from plastic import Recipe

from .values import FADING, NUMBERS, Case, dump, value


def grafted(rng: random.Random, tree: Any) -> Any:
    """Put something else in some place of a tree of lists and dicts."""
    if isinstance(tree, (dict, list)) and tree and rng.random() < 0.9:
        changed = tree.copy()
        at = rng.choice(list(tree) if isinstance(tree, dict) else range(len(tree)))
        how = rng.random()
        if how < 0.9:
            changed[at] = grafted(rng, tree[at])
        elif isinstance(tree, dict):
            changed.pop(at)
        else:
            changed.insert(at, tree[at])
        return changed
    return value(rng)


def with_other_params(rng: random.Random, params: Any) -> Any:
    """Put another value into hyperparameters, or into a recipe in them."""
    if not isinstance(params, dict):
        return params
    if rng.random() < 0.5:
        name = rng.choice(list(params) or ["horizon"])
        return {**params, name: rng.choice([rng.choice(NUMBERS), value(rng)])}
    recipe = json.loads(json.dumps(vars(Recipe(near=2, fading=((2, 3),)))))
    for _ in range(rng.choice([1, 1, 2, 3])):
        name = rng.choice(list(recipe))
        odd = rng.choice(FADING if name == "fading" else NUMBERS)
        recipe[name] = odd if rng.random() < 0.9 else value(rng)
    return {**params, "recipe": recipe}


def text(rng: random.Random, case: Case, other: Case) -> Case:
    """Change what a readable file says."""
    content = json.loads(case.content)
    content["slept"] &= rng.random() < 0.3  # for sleeping takes long
    for _ in range(rng.choice([1, 1, 2, 3])):
        how = rng.random()
        if how < 0.4 or not isinstance(content.get("samples"), list):
            content = grafted(rng, content)
        elif how < 0.7 and isinstance(content.get("params"), dict):
            content["params"] = with_other_params(rng, content["params"])
            content["slept"] = rng.random() < 0.3
        else:
            content["samples"].append([value(rng), rng.choice([1, 1, 2, value(rng)])])
        if not isinstance(content, dict):
            break
    written = dump(content)
    if rng.random() < 0.1:
        written = written.replace(
            "1", rng.choice(["1e999", "NaN", "9" * 5000, "1.0"]), 1
        )
    return Case(written.encode("utf-8", "surrogatepass"), {})
