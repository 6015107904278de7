"""Choose what a channel's customers are told."""

from collections.abc import Collection

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.placing import queries as placing
from packhorse.retention.models import ChannelNotices
from packhorse.retention.rules import KINDS, LANGUAGES


@transaction.atomic
def choose_notices(*, channel: str, kinds: Collection[str], language: str) -> None:
    """Let a channel's customers be told of these kinds from now on, in a language (empty: that of the country)."""
    channel_id = placing.channel_id(channel)
    if channel_id is None:
        raise missing("channel", repr(channel[:40]))
    if strange := sorted(set(kinds) - set(KINDS)):
        text = f"There are no notices {strange[0][:40]!r}. Choose of {', '.join(KINDS)}."
        raise Refusal("NO_SUCH_KIND", text, status=422)
    if language and language not in LANGUAGES:
        text = f"No letters are written in {language[:40]!r}. Choose of {', '.join(LANGUAGES)}, or none."
        raise Refusal("NO_SUCH_LANGUAGE", text, status=422)
    ChannelNotices.objects.update_or_create(
        channel_id=channel_id,
        defaults={"kinds": [kind for kind in KINDS if kind in kinds], "language": language},
    )
