"""Three ways to colour the screens. No colour says anything that a sign or a word does not."""

from typing import Final

from textual.theme import Theme

THEMES: Final = (
    Theme(
        name="livret-dark",
        dark=True,
        primary="#8fb8de",
        secondary="#9aa7b4",
        accent="#e0c36a",
        warning="#e0a64a",
        error="#ef8a80",
        success="#8fcf97",
        foreground="#e6e6e6",
        background="#14171a",
        surface="#14171a",
        panel="#20262c",
        variables={"rule": "#4a545e", "dim": "#a3adb7", "cursor": "#2c3947", "band": "#3d2f12"},
    ),
    Theme(
        name="livret-light",
        dark=False,
        primary="#0b4f8a",
        secondary="#4a5560",
        accent="#6d4c00",
        warning="#8a4b00",
        error="#a01818",
        success="#1d6b2a",
        foreground="#16191c",
        background="#fbfbf9",
        surface="#fbfbf9",
        panel="#efefeb",
        variables={"rule": "#9aa2aa", "dim": "#4d565f", "cursor": "#d8e5f2", "band": "#fdeecb"},
    ),
    Theme(
        name="livret-contrast",
        dark=True,
        primary="#ffff00",
        secondary="#ffffff",
        accent="#00ffff",
        warning="#ffff00",
        error="#ff9090",
        success="#80ff80",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#303030",
        variables={"rule": "#ffffff", "dim": "#ffffff", "cursor": "#0000c0", "band": "#303000"},
    ),
)


def theme_name(theme: str) -> str:
    """Give Textual's name of one of ours."""
    return f"livret-{theme}"
