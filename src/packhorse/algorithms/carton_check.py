"""Check packed parcels without the packer: shares nothing with it but the data."""

from collections.abc import Sequence

from packhorse.algorithms.cartons import Item, Packed


def violations(packed: Packed, items: Sequence[Item]) -> list[str]:
    """Say what is wrong with a parcel: outside the carton, overlapping, turned wrongly, too heavy, wrong weight.

    Made for tests and audits.
    """
    known = {item.key: item for item in items}
    found: list[str] = []
    boxes = []
    weight = packed.carton.tare_g if packed.carton else 0
    for p in packed.placements:
        item = known[p.key]
        weight += item.weight_g * p.count
        if sorted((p.dx, p.dy, p.dz)) != sorted((item.length_mm, item.width_mm, item.height_mm)):
            found.append(f"item {p.key} has another size")
        if item.this_side_up and p.dz != item.height_mm:
            found.append(f"item {p.key} does not stand upright")
        boxes.append((p.x, p.y, p.z, p.x + p.nx * p.dx, p.y + p.ny * p.dy, p.z + p.nz * p.dz))
    if packed.carton:
        room = packed.carton.inner_length_mm, packed.carton.inner_width_mm, packed.carton.inner_height_mm
        found += [f"block {b} is outside" for b in boxes if min(b[:3]) < 0 or any(b[3 + i] > room[i] for i in range(3))]
        if weight > packed.carton.max_weight_g:
            found.append(f"{weight} g is over the limit")
    for nth, a in enumerate(boxes):
        for b in boxes[nth + 1 :]:
            if all(a[i] < b[i + 3] and b[i] < a[i + 3] for i in range(3)):
                found.append(f"blocks {a} and {b} overlap")
    if weight != packed.weight_g:
        found.append(f"weight {packed.weight_g} g, the goods say {weight} g")
    return found
