"""Characters that leave no mark on paper, whatever category Unicode gives them."""

from typing import Final

# Default_Ignorable_Code_Point without its format characters (Unicode 16, DerivedCore
# Properties): fillers, variation selectors and the like, which categories call letters
# or marks. Braille's blank pattern is a symbol, and as blank.
INVISIBLE: Final = frozenset(
    chr(code)
    for first, last in (
        (0x034F, 0x034F),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0),
        (0xE0100, 0xE01EF),
    )
    for code in range(first, last + 1)
)
