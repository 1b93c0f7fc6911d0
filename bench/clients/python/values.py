"""Reading answers by paths such as tasks.0.task_key; any stands for some entry of a list, count for its length, nothing for all."""


def find(value, path):
    """The value at a path, None if there is none."""
    found = list(_all(value, _parts(path)))
    return found[0] if found else None


def holds(value, path, wanted):
    """Whether the value at a path is as wanted: "*" is anything that is there, null that nothing is."""
    found = list(_all(value, _parts(path)))
    if wanted is None:
        return all(item is None for item in found)
    if wanted == "*":
        return any(item is not None for item in found)
    return any(item == wanted and isinstance(item, bool) == isinstance(wanted, bool) for item in found)


def _parts(path):
    return path.split(".") if path else []


def _all(value, parts):
    if not parts:
        yield value
    elif isinstance(value, list) and parts[0] == "any":
        for item in value:
            yield from _all(item, parts[1:])
    elif isinstance(value, list) and parts[0] == "count":
        yield from _all(len(value), parts[1:])
    elif isinstance(value, list) and parts[0].isdigit() and int(parts[0]) < len(value):
        yield from _all(value[int(parts[0])], parts[1:])
    elif isinstance(value, dict):
        for length in range(len(parts), 0, -1):  # a key may have dots in it
            if ".".join(parts[:length]) in value:
                yield from _all(value[".".join(parts[:length])], parts[length:])
                return
