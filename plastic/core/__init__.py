"""The idea itself: how one moment is learned, forgotten and predicted.

It can be read in an evening, in this order: :mod:`.symbols`, :mod:`.concepts`,
:mod:`.potentiation`, :mod:`.refactoring`, :mod:`.learning`,
:mod:`.prediction`, :mod:`.generation`.
"""
