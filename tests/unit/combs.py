"""The MaxiCode on a picture of a label, read back."""

import zxingcpp

from packhorse.documents.label_layout import Comb, lay_out


def comb_of(image, label, dots_per_dot, left=0.0, top=0.0, tall=1218):
    """What the MaxiCode says: it is read alone, as sorters that know where it lies do."""
    (comb,) = [item for item in lay_out(label, tall)[0] if isinstance(item, Comb)]
    box = (comb.x - 6, comb.y - 6, comb.x + comb.width + 6, comb.y + comb.height + 6)
    x, y = left * dots_per_dot, top * dots_per_dot
    crop = image.crop([round(at * dots_per_dot + (x, y)[nth % 2]) for nth, at in enumerate(box)])
    (found,) = zxingcpp.read_barcodes(crop.convert("L"), formats=zxingcpp.BarcodeFormat.MaxiCode, is_pure=True)
    return found.bytes.decode()
