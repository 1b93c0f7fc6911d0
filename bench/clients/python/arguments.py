"""From the JSON of a list to the objects that the SDK's methods take, by their annotations."""

import dataclasses
import datetime
import enum
import inspect
import io
import re
import typing

from values import find

REFERENCE = re.compile(r"\$\{([^}]+)\}")


def resolve(value, known):
    """Puts what earlier calls answered for ${name.path}; a text that is one reference keeps the type of what it refers to."""
    if isinstance(value, dict):
        return {key: resolve(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, known) for item in value]
    if not isinstance(value, str):
        return value
    whole = REFERENCE.fullmatch(value)
    if whole:
        return find(known, whole.group(1))
    return REFERENCE.sub(lambda match: str(find(known, match.group(1))), value)


def typed(method, values):
    """The arguments of a method as its signature wants them."""
    hints = typing.get_type_hints(inspect.unwrap(method))
    return {name: _as(hints.get(name), value) for name, value in values.items()}


def _as(hint, value):
    options = [option for option in typing.get_args(hint) if option is not type(None)]
    origin = typing.get_origin(hint)
    if origin is typing.Union and typing.BinaryIO not in options:
        return _as(options[0], value) if len(options) == 1 else value
    if origin in (list, typing.List) and options and isinstance(value, list):
        return [_as(options[0], item) for item in value]
    if hint is typing.BinaryIO or typing.BinaryIO in options:
        return io.BytesIO(value.encode())
    if hint is datetime.timedelta:
        return datetime.timedelta(seconds=value)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return hint(value)
    if dataclasses.is_dataclass(hint) and isinstance(value, dict):
        return hint.from_dict(value)
    return value
