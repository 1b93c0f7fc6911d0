"""Compares what was answered with the SDK's models: nothing unknown to them, and every field of the type that they say."""

import dataclasses
import enum
import typing

PAGING = {"next_page_token", "prev_page_token", "has_more", "total_count"}
SCIM_PAGING = {"schemas", "totalResults", "startIndex", "itemsPerPage"}


def disagreements(answer, bodies):
    """Paths in an answer where it is not as its model says, with the reason."""
    yield from _mistyped(answer)
    if isinstance(answer, list):
        items, strange = _pages(bodies)
        yield from ((key, "is no part of a page") for key in sorted(strange))
        if len(items) == len(answer):  # a list of all below a folder leaves folders out
            yield from _unknown(items, plain(answer), "")
    elif hasattr(answer, "as_dict") and bodies:
        yield from _unknown(bodies[-1], plain(answer), "")


def plain(answer):
    """An answer of the SDK as JSON."""
    if isinstance(answer, (list, tuple)):
        return [plain(item) for item in answer]
    if isinstance(answer, dict):
        return {key: plain(item) for key, item in answer.items()}
    if hasattr(answer, "as_dict"):
        return plain(answer.as_dict())
    return answer.value if isinstance(answer, enum.Enum) else answer


def _unknown(raw, known, path):
    """What was answered and is not in the model, or is changed by it. It leaves out what is empty, and may read digits as a number."""
    if isinstance(raw, dict) and isinstance(known, dict):
        for key, value in raw.items():
            yield from _unknown(value, known.get(key), _below(path, key))
    elif isinstance(raw, list) and isinstance(known, list) and len(raw) == len(known):
        for item, back in zip(raw, known):
            yield from _unknown(item, back, _below(path, "*"))
    elif raw not in (None, [], {}) and raw != known and not (isinstance(raw, str) and type(known) is int and raw == str(known)):
        yield path, f"was answered as {raw!r}, and the model has {known!r}"


def _pages(bodies):
    """The entries of all pages of a list, and the keys beside them that no page has."""
    items, strange = [], set()
    for body in bodies:
        if not any(isinstance(value, list) for value in body.values()):
            continue
        lists = [key for key, value in body.items() if isinstance(value, list) and key != "schemas"]
        items.extend(item for key in lists[:1] for item in body[key])
        strange.update(set(body) - set(lists[:1]) - PAGING - (SCIM_PAGING if "schemas" in body else set()))
    return items, strange


def _mistyped(value, path=""):
    """Fields whose value is not of the type in the model, which the SDK does not check itself."""
    if isinstance(value, list):
        for item in value:
            yield from _mistyped(item, _below(path, "*"))
    elif dataclasses.is_dataclass(value):
        hints = typing.get_type_hints(type(value))
        for field in dataclasses.fields(value):
            item, name = getattr(value, field.name), _below(path, field.name)
            if item is not None and not _fits(item, hints[field.name]):
                yield name, f"is {item!r}, and the model says {hints[field.name]}"
            yield from _mistyped(item, name)


def _fits(value, hint):
    origin, options = typing.get_origin(hint), typing.get_args(hint)
    if hint is typing.Any:
        return True
    if origin is typing.Union:
        return any(_fits(value, option) for option in options)
    if origin is list:
        return isinstance(value, list) and all(_fits(item, options[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(_fits(item, options[1]) for item in value.values())
    if hint is float:
        return type(value) in (int, float)
    return type(value) is hint if hint in (int, str, bool) else isinstance(value, hint)


def _below(path, name):
    return f"{path}.{name}" if path else name
