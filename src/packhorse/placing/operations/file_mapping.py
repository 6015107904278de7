"""Say how the files of a channel are to be read."""

from collections.abc import Mapping

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.placing.formats.mapping import mapping_faults
from packhorse.placing.models import Channel


@transaction.atomic
def set_file_mapping(*, channel: str, mapping: Mapping[str, object]) -> None:
    """Keep the mapping of a channel's files (docs/orderfile.md); an empty one takes the mapping away."""
    if mapping != {} and (faults := mapping_faults(mapping)):
        raise Refusal("FILE_MAPPING", f"The mapping cannot be used: {'; '.join(faults)}.", status=422)
    if not Channel.objects.filter(code=channel).update(file_mapping=dict(mapping)):
        raise missing("channel", channel)
