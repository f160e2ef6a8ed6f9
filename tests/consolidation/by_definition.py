"""What a history shows of a feature, by the definition, in plain Python."""

from plastic import START, SymbolClass

MOST_ALIKE = 15  # lengths of a match above are not told apart


def ahead(prefix, order):
    """Give the place of what followed when the latest symbols came last; or None."""
    latest = prefix[len(prefix) - order :]
    for place in range(len(prefix) - 1, order - 1, -1):
        if prefix[place - order : place] == latest:
            return place
    return None


def best_match(prefix, orders):
    """Give the place of what followed by the longest order, and how far it is alike."""
    places = [ahead(prefix, order) for order in sorted(orders)]
    (*_, place) = [None, *(place for place in places if place is not None)]
    if place is None:
        return None, 0
    length = 0
    while length < place and prefix[place - 1 - length] == prefix[-1 - length]:
        length += 1
    return place, min(length, MOST_ALIKE)


def see(feature, prefix, classes, recipe):
    """Tell what a prefix of a sample shows of a feature.

    `classes` are those of ``memory.classes()``; None stands for any symbol that
    sleep never saw.
    """

    def class_of(symbol, into):
        numbers = [n for n, members in enumerate(classes[into]) if symbol in members]
        return SymbolClass(into, numbers[0]) if numbers else None

    known = [
        symbol if any(symbol in members for members in classes[2]) else None
        for symbol in prefix
    ]
    if feature.kind == "runs":
        kinds = [class_of(symbol, min(classes)) for symbol in prefix]
        runs = sum(at == 0 or kinds[at - 1] != kinds[at] for at in range(len(kinds)))
        return min(runs, recipe.runs)
    if feature.kind in ("match", "length"):
        place, length = best_match(known, recipe.recall)
        if feature.kind == "length":
            return length
        return START if place is None else known[place]
    if feature.kind == "recall":
        place = ahead(known, feature.at)
        return START if place is None else known[place]
    if feature.at > len(prefix):
        return START
    place = feature.at - 1 if feature.kind == "first" else -feature.at
    if feature.kind == "class":
        return class_of(prefix[place], feature.classes)
    return known[place]


def is_told(feature, context, classes, recipe):
    """Tell whether part of a stream shows a feature, whatever came before it."""
    if feature.kind in ("first", "runs"):
        return False
    if feature.kind in ("back", "class"):
        return feature.at <= len(context)
    nothing = 0 if feature.kind == "length" else START
    return see(feature, context, classes, recipe) != nothing
