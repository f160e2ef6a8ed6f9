"""What tests compare memories by."""


def changes(memory):
    """Give how much was learned and forgotten since the last sleep."""
    return memory.changes_since_consolidation
