"""The pack bench's pages."""

from packhorse.packing.pages.bench import Bench
from packhorse.packing.pages.cartons import cartons
from packhorse.packing.pages.pack import pack
from packhorse.packing.pages.photos import add_photo, drop_photo, photo
from packhorse.packing.pages.steps import step_picture, steps_paper

__all__ = ["Bench", "add_photo", "cartons", "drop_photo", "pack", "photo", "step_picture", "steps_paper"]
