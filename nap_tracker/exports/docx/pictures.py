"""Pictures in the line of the text, each with the words that stand for it."""

from __future__ import annotations

import io

from PIL import Image

from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.markup import escaped

EMU = 36_000
"""Units of drawings in a millimetre."""
PIXEL = 25.4 / 96
"""Millimetres of a pixel at its natural size."""
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


def drawing(
    desk: Desk,
    name: str,
    alt: str,
    width: int,
    height: int,
    *,
    widest: float = 170.0,
    highest: float = 105.0,
) -> str:
    """A picture of the plan, at its natural size or as large as its place allows, in mm."""
    across, down = width * PIXEL, height * PIXEL
    scale = min(1.0, widest / across, highest / down)
    return _inline(desk, desk.image(name), alt, across * scale, down * scale)


def bar(desk: Desk, share: float, *, longest: float) -> str:
    """A bar of a chart: it shows no more than the figure beside it says, so it has no words."""
    if share <= 0:
        return ""
    return _inline(desk, desk.raster(_dot()), "", max(0.3, longest * share / 100), 3.4)


def _dot() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (1, 1), (20, 80, 122)).save(made, "PNG")
    return made.getvalue()


def _inline(desk: Desk, relation: str, alt: str, width: float, height: float) -> str:
    number = desk.number()
    size = f'cx="{round(width * EMU)}" cy="{round(height * EMU)}"'
    told = f'descr="{escaped(alt)}"' if alt else 'descr=""'
    inner = "" if alt else _DECORATIVE
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="Picture {number}" {told}>{inner}</wp:docPr>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}" {told}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch>'
        f'<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
