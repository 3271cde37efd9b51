"""Fonts of the documents: copied from the npm packages to static/fonts, with a fonts.conf.

WeasyPrint and the browser of the tests find fonts through `FONTCONFIG_FILE`; with this file a
document uses exactly these faces on every machine. TTF only (WOFF2 costs WeasyPrint a minute a
render) and a real bold for every script, since WeasyPrint makes none up.
"""

import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "node_modules" / "@expo-google-fonts"
TARGET = ROOT / "nap_tracker" / "static" / "fonts"

TEXT = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
UPRIGHT = ("400Regular", "700Bold")
COPIED = {
    "noto-sans": TEXT,
    "amiri": TEXT,
    "noto-sans-lao": UPRIGHT,
    "noto-sans-math": ("400Regular",),
    "noto-sans-symbols-2": ("400Regular",),
}
CHINESE = {"noto-sans-sc": UPRIGHT}

# The order in which a character that the wanted family lacks is looked for.
FAMILIES = (
    "Noto Sans",
    "Amiri",
    "Noto Sans Lao",
    "Noto Sans Math",
    "Noto Sans Symbols 2",
    "Noto Sans SC",
)


def main() -> None:
    """Replaces static/fonts as a whole; the new folder moves in when it is complete."""
    fresh = TARGET.with_name("fonts.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for package, faces in COPIED.items():
        for face in faces:
            shutil.copy(face_file(package, face), fresh)
    chinese = [(face_file(p, face), fresh) for p, faces in CHINESE.items() for face in faces]
    with ProcessPoolExecutor() as pool:
        list(pool.map(write_subset, *zip(*chinese, strict=True)))
    for package in (*COPIED, *CHINESE):
        shutil.copy(PACKAGES / package / "LICENSE_FONT", fresh / f"{package}.OFL.txt")
    (fresh / "fonts.conf").write_text(fonts_conf(TARGET), encoding="utf-8")
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)
    sys.stdout.write(f"static/fonts: {len(list(TARGET.glob('*.ttf')))} faces\n")


def face_file(package: str, face: str) -> Path:
    """The one TTF of a face; the packages keep each face in a folder of its own."""
    (found,) = (PACKAGES / package / face).glob("*.ttf")
    return found


def write_subset(source: Path, folder: Path) -> None:
    """Leaves out the characters that no plan in Chinese uses; the whole face is a third larger."""
    options = subset.Options(hinting=False, layout_features=["*"], notdef_outline=True)
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=chinese_characters(font))
    subsetter.subset(font)
    subset.save_font(font, folder / source.name, options)


def chinese_characters(font: TTFont) -> set[int]:
    """All of GBK (GB 2312 lacks characters of names, and the round zero), with symbols."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    gbk = {ord(pair.decode("gbk")) for pair in pairs if is_gbk(pair)}
    return gbk | {point for point in font.getBestCmap() if point < 0x3100}


def is_gbk(pair: bytes) -> bool:
    try:
        return len(pair.decode("gbk")) == 1
    except UnicodeDecodeError:
        return False


def fonts_conf(folder: Path) -> str:
    """Only our folder is searched; the cache beside the faces spares a scan at each start."""
    preferred = "".join(f"<family>{name}</family>" for name in FAMILIES)
    aliases = "".join(
        f"  <alias binding='same'><family>{generic}</family><prefer>{preferred}</prefer></alias>\n"
        for generic in ("sans-serif", "serif", "monospace", "system-ui")
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        "<fontconfig>\n"
        '  <dir prefix="relative">.</dir>\n'
        f"  <cachedir>{folder / '.cache'}</cachedir>\n"
        f"{aliases}"
        "</fontconfig>\n"
    )


if __name__ == "__main__":
    main()
