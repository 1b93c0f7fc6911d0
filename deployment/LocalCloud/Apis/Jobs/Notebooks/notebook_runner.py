# Runs one notebook for the local cloud. It is told what to run by lines of JSON on its standard input, and answers by
# lines of JSON on what was its standard output. What the notebook prints goes through the same lines.
import ast
import io
import json
import linecache
import os
import queue
import re
import signal
import sys
import threading
import traceback

# Whatever writes to the real standard output from here on, such as a child process, must not look like an answer.
channel = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)

# A group of its own: it does not get the terminal's Ctrl-C, and can be ended as a whole.
leads = False
if hasattr(os, "setsid"):
    try:
        os.setsid()
        leads = True
    except OSError:
        pass

replies = queue.Queue()
sending = threading.Lock()


def listen():
    for line in io.TextIOWrapper(os.fdopen(os.dup(0), "rb"), encoding="utf-8"):
        replies.put(json.loads(line))
    # Nobody is there any more who would want the result, so nothing that was started here may go on.
    if leads:
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def send(message):
    with sending:
        channel.write(json.dumps(message) + "\n")
        channel.flush()


def ask(message):
    send(message)
    return replies.get()


threading.Thread(target=listen, daemon=True).start()
order = replies.get()

# What a notebook started itself must not read the replies.
empty = os.open(os.devnull, os.O_RDONLY)
os.dup2(empty, 0)
sys.stdin = open(os.devnull, encoding="utf-8")


class NotebookExit(BaseException):
    def __init__(self, value):
        self.value = value


class Simulated(BaseException):
    """Something is wanted that only a cluster has."""


class WorkflowException(Exception):
    pass


class InputWidgetNotDefined(Exception):
    pass


class Printed(io.TextIOBase):
    encoding = "utf-8"

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            send({"type": "output", "cell": here["cell"], "text": text})
        return len(text)


class Absent:
    """A name that a cluster gives to notebooks: there until somebody uses it."""

    def __init__(self, name):
        object.__setattr__(self, "_name", name)

    def __getattr__(self, attribute):
        raise Simulated(f"{object.__getattribute__(self, '_name')}.{attribute} needs a cluster")

    def __call__(self, *_, **__):
        raise Simulated(f"{object.__getattribute__(self, '_name')} needs a cluster")

    def __repr__(self):
        return f"<{object.__getattribute__(self, '_name')}, which only a cluster has>"


class Widgets:
    def __init__(self, given):
        self._given = {name: str(value) for name, value in given.items()}
        self._defaults = {}

    def text(self, name, defaultValue="", label=None):
        self._defaults[name] = str(defaultValue)

    def dropdown(self, name, defaultValue, choices, label=None):
        if defaultValue not in list(choices):
            raise ValueError(f"The default value {defaultValue!r} of the dropdown {name!r} is none of its choices.")
        self._defaults[name] = str(defaultValue)

    def combobox(self, name, defaultValue, choices=(), label=None):
        self._defaults[name] = str(defaultValue)

    def multiselect(self, name, defaultValue, choices, label=None):
        if defaultValue not in list(choices):
            raise ValueError(f"The default value {defaultValue!r} of the multiselect {name!r} is none of its choices.")
        self._defaults[name] = str(defaultValue)

    def get(self, name):
        values = self.getAll()
        if name not in values:
            raise InputWidgetNotDefined(f"No input widget named {name} is defined")
        return values[name]

    def getAll(self):
        return {**self._defaults, **self._given}

    def getArgument(self, name, defaultValue=None):
        values = self.getAll()
        return values[name] if name in values or defaultValue is None else defaultValue

    def remove(self, name):
        self._defaults.pop(name, None)

    def removeAll(self):
        self._defaults.clear()

    def _override(self, values):
        self._given.update(values)


class NotebookCalls:
    def exit(self, value=""):
        raise NotebookExit(str(value))

    def run(self, path, timeout_seconds=0, arguments=None, **_):
        given = {str(name): str(value) for name, value in (arguments or {}).items()}
        reply = ask({"type": "run", "path": resolve(path, here["folder"]), "timeout": timeout_seconds, "arguments": given})
        if "error" in reply:
            raise WorkflowException(reply["error"])
        if "simulated" in reply:
            raise Simulated(reply["simulated"])
        return reply["result"]

    def __getattr__(self, name):
        raise Simulated(f"dbutils.notebook.{name} needs a cluster")


class TaskValues:
    def __init__(self, known):
        self._known = known

    def set(self, key, value):
        text = json.dumps(value)
        if len(text.encode()) > 48 * 1024:
            raise ValueError("The JSON of a task value must not be larger than 48 KiB.")
        send({"type": "value", "key": str(key), "value": json.loads(text)})

    def get(self, taskKey, key, default=None, debugValue=None):
        values = self._known.get(taskKey)
        if values is not None and key in values:
            return values[key]
        if default is not None:
            return default
        if values is None:
            raise ValueError(f"Task key does not exist in run: {taskKey}.")
        raise ValueError(f"Task value {key!r} of task {taskKey!r} does not exist, and no default was given.")


class Jobs:
    def __init__(self, values):
        self.taskValues = TaskValues(values)


class Dbutils:
    def __init__(self, widgets, values):
        self.widgets = Widgets(widgets)
        self.notebook = NotebookCalls()
        self.jobs = Jobs(values)

    def __getattr__(self, name):
        return Absent(f"dbutils.{name}")


def resolve(path, folder):
    parts = [] if path.startswith("/") else folder.split("/")
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(part for part in parts if part)


MAGIC = re.compile(r"\A\s*%([a-zA-Z]+)[ \t]*(.*)\Z", re.DOTALL)
ARGUMENT = re.compile(r"\$(\w+)\s*=\s*(\"[^\"]*\"|'[^']*'|\S+)")
here = {"cell": 0, "folder": "/", "depth": 0}
CLUSTER_MODULES = frozenset(
    "pyspark pandas numpy pyarrow delta mlflow databricks scipy sklearn matplotlib seaborn plotly koalas py4j dlt "
    "sparknlp graphframes xgboost torch tensorflow requests boto3 azure yaml pytest IPython".split())


def run_cells(path, cells, namespace, dbutils):
    folder = path.rsplit("/", 1)[0] or "/"
    top = here["depth"] == 0
    for number, text in enumerate(cells, 1):
        if top:
            here["cell"] = number
        here["folder"] = folder
        magic = MAGIC.match(strip_comments(text))
        if magic is None:
            run_python(path, number, text, namespace)
            continue
        name, rest = magic.group(1).lower(), magic.group(2)
        if name in ("md", "md-sandbox"):
            continue
        if name == "run":
            run_other(rest, folder, namespace, dbutils)
        elif name == "python":
            # The line of the magic stays as an empty one, so that lines are counted as they are shown.
            run_python(path, number, re.sub(r"%python[^\n]*", "", text, count=1, flags=re.IGNORECASE), namespace)
        else:
            raise Simulated(f"cell {number} of {path} is %{name}")


def strip_comments(text):
    lines = text.split("\n")
    while lines and (not lines[0].strip() or lines[0].lstrip().startswith("#")):
        lines.pop(0)
    return "\n".join(lines)


def run_other(rest, folder, namespace, dbutils):
    line = rest.strip().split("\n")[0].strip()
    quoted = re.match(r"\"([^\"]+)\"|'([^']+)'", line)
    target = (quoted.group(1) or quoted.group(2)) if quoted else re.split(r"\s+\$", line)[0].strip()
    arguments = {name: value.strip("\"'") for name, value in ARGUMENT.findall(line)}
    path = resolve(target, folder)
    reply = ask({"type": "notebook", "path": path})
    if "error" in reply:
        raise WorkflowException(reply["error"])
    if "simulated" in reply:
        raise Simulated(reply["simulated"])
    if here["depth"] >= 50:
        raise RecursionError(f"%run {target}: notebooks run each other more than 50 deep.")
    dbutils.widgets._override(arguments)
    here["depth"] += 1
    try:
        run_cells(path, reply["cells"], namespace, dbutils)
    finally:
        here["depth"] -= 1
        here["folder"] = folder


def run_python(path, number, text, namespace):
    if not text.strip():
        return
    name = f"{path}, cell {number}"
    linecache.cache[name] = (len(text), None, [line + "\n" for line in text.split("\n")], name)
    tree = ast.parse(text, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), namespace)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), name, "eval"), namespace)
        if value is not None and not text.rstrip().endswith(";"):
            print(repr(value))


def failed(error):
    kind, text = type(error).__name__, str(error)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != "<string>"]
    lines = ["Traceback (most recent call last):\n"]
    chain, seen = [], {id(error)}
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    while cause is not None and id(cause) not in seen and isinstance(cause, Exception):
        seen.add(id(cause))
        chain.append(f"Caused by {type(cause).__name__}: {cause}\n")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    if isinstance(error, SyntaxError):
        lines = traceback.format_exception_only(type(error), error)
    else:
        lines += traceback.format_list(frames)
        lines += traceback.format_exception_only(type(error), error)
    return {"type": "done", "outcome": "failed", "error": f"{kind}: {text}" if text else kind, "trace": "".join(lines + chain)}


def main():
    sys.stdout = sys.stderr = Printed()
    sys.path.insert(0, os.getcwd())
    sys.argv = [order["path"]]
    dbutils = Dbutils(order["widgets"], order["values"])
    namespace = {"__name__": "__main__", "__builtins__": __builtins__, "dbutils": dbutils, "getArgument": dbutils.widgets.getArgument}
    for name in ("spark", "sc", "sqlContext", "table", "sql"):
        namespace[name] = Absent(name)
    namespace["display"] = lambda *values, **_: print(*map(repr, values))
    namespace["displayHTML"] = lambda html="", **_: print(html)
    sys.modules["__main__"].__dict__.update({"dbutils": dbutils})
    try:
        run_cells(order["path"], order["cells"], namespace, dbutils)
        return {"type": "done", "outcome": "success", "exit": None}
    except NotebookExit as end:
        return {"type": "done", "outcome": "success", "exit": end.value}
    except Simulated as reason:
        return {"type": "done", "outcome": "simulated", "reason": str(reason)}
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] in CLUSTER_MODULES:
            return {"type": "done", "outcome": "simulated", "reason": f"the module {error.name} is not on this machine"}
        return failed(error)
    except BaseException as error:
        return failed(error)


send(main())

# Whoever started this ends it, with all that the notebook may have left running.
threading.Event().wait()
