"""Signs that Word keeps as places in its own fonts, as the characters they show."""

from __future__ import annotations

_SHOWN = {
    "symbol": {
        0x22: "∀", 0x44: "Δ", 0x46: "Φ", 0x4C: "Λ", 0x50: "Π", 0x53: "Σ", 0x57: "Ω", 0x61: "α",
        0x62: "β", 0x64: "δ", 0x65: "ε", 0x66: "φ", 0x67: "γ", 0x6C: "λ", 0x6D: "μ", 0x70: "π",
        0x71: "θ", 0x72: "ρ", 0x73: "σ", 0x74: "τ", 0x77: "ω", 0xA3: "≤", 0xA5: "∞", 0xAE: "→",
        0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•",
        0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xE5: "∑",
    },
    "wingdings": {
        0x28: "☎", 0x2A: "✉", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•",
        0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
        0xFE: "☑",
    },
}  # fmt: skip
"""Font -> place -> character, for what plans are written with."""


def character(font: str, code: str) -> str:
    """What a sign shows; one that is not known stays the place in the font it was."""
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    signs = _SHOWN.get(font.lower(), {})
    found = signs.get(place - 0xF000 if place >= 0xF000 else place)
    if found:
        return found
    return chr(place) if 0x20 <= place < 0xD800 or 0xE000 <= place < 0xFFFE else ""
