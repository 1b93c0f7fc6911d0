"""The calls of one file, in order: a later one may use what earlier ones answered."""

import inspect
import json
import pathlib

import models
import sign_in
from answers import answers
from arguments import resolve, typed
from recorder import Recorder
from values import holds

# By service the ends of paths that are answered although the SDK's models do not have them, each with its reason.
ALLOWED = json.loads((pathlib.Path(__file__).parent / "allowed.json").read_text())
OWN = ("_", "wait_get_")  # what a service of the SDK has beside its calls
DOUBLE = "_and_wait"  # the call of that name before it, whose answer is waited for here too


class Family:
    def __init__(self, file, cloud):
        self.list, self.cloud = json.loads(file.read_text()), cloud
        self.client = sign_in.client(cloud, self.list.get("sign_in", "pat"))
        self.recorder = Recorder(self.client)
        self.known = {"cloud": cloud}
        self.calls = self.wrong = 0

    def run(self):
        """Makes all calls and yields what is wrong."""
        for number, call in enumerate(self.list["calls"], 1):
            complaints = list(self._complaints(call))
            self.calls += 1
            self.wrong += 1 if complaints else 0
            yield from (f"call {number}, {call['call']}: {complaint}" for complaint in complaints)
        missing = sorted(self._methods() - {call["call"] for call in self.list["calls"]} - set(self.list.get("left_out", {})))
        self.wrong += len(missing)
        yield from (f"{method} is not called; call it, or say why not under left_out" for method in missing)

    def _methods(self):
        return {
            f"{service}.{name}"
            for service in self.list["services"]
            for name, _ in inspect.getmembers(getattr(self.client, service), callable)
            if not name.startswith(OWN) and not name.endswith(DOUBLE)
        }

    def _complaints(self, call):
        method = self.client
        for part in call["call"].split("."):
            method = getattr(method, part)
        self.recorder.clear()
        try:
            answer = method(**typed(method, resolve(call.get("with", {}), self.known)))
            given = list(answers(answer, self.recorder, self.cloud, call.get("wait", True)))
        except Exception as error:  # whatever the SDK makes of an answer belongs to the result
            yield from _unlike(error, call)
            return
        if "error" in call:
            yield f"succeeded, and {call['error']} was expected"
        for answer, bodies in given:
            yield from sorted(_disagreements(call["call"], answer, bodies))
        seen = models.plain(given[-1][0])
        for path, wanted in resolve(call.get("expect", {}), self.known).items():
            if not holds(seen, path, wanted):
                yield f"{path} is not {wanted!r} in {json.dumps(seen, default=str)[:800]}"
        if "as" in call:
            self.known[call["as"]] = seen



def _disagreements(call, answer, bodies):
    allowed = tuple(f".{path}" for path in ALLOWED.get(call.split(".")[0], {}))
    return {f"{path} {why}" for path, why in models.disagreements(answer, bodies) if not f".{path}".endswith(allowed)}


def _unlike(error, call):
    if call.get("error") not in [kind.__name__ for kind in type(error).__mro__]:
        yield f"{type(error).__name__}: {error}"
    elif call.get("says", "") not in str(error):
        yield f"the error is {str(error)!r}, without {call['says']!r}"
