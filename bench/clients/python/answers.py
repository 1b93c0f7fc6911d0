"""What a call gave, all of it: pages are followed, waits waited for, contents read."""

from collections.abc import Iterator

from databricks.sdk.service._internal import Wait

from recorder import advance


def answers(answer, recorder, cloud, wait):
    """Each answer with the bodies that it was made of; of a call that is waited for the first and the last."""
    if isinstance(answer, Wait):
        yield answer.response, list(recorder.bodies)
        if not wait:
            return
        advance(cloud, 60)
        answer = answer.result()
        recorder.bodies = recorder.bodies[-1:]
    if hasattr(answer, "read"):
        with answer:
            yield answer.read().decode(), []
    elif isinstance(answer, Iterator):
        yield list(answer), recorder.bodies
    else:
        yield _read(answer), recorder.bodies


def _read(answer):
    """Contents as text, in place of the stream that they come as."""
    if hasattr(getattr(answer, "contents", None), "read"):
        with answer.contents as stream:
            return {**vars(answer), "contents": stream.read().decode()}
    return answer
