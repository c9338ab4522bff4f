"""``django makemessages``, which also knows by what names scripts ask for their texts."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """As Django's own."""

    xgettext_options = [  # noqa: RUF012  declared as the base class declares it
        *makemessages.Command.xgettext_options,
        "--keyword=translate",
        "--keyword=translatePlural:1,2",
    ]
