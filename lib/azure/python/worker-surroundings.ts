/** The first part of the program of the Python worker: how it is reached, and what functions find around them. */
export const workerSurroundings = String.raw`import asyncio
import base64
import builtins
import concurrent.futures
import contextvars
import importlib
import inspect
import json
import logging
import os
import signal
import sys
import threading
import traceback
import types
import typing

# The protocol has copies of both descriptors, so that neither print nor sys.stdin.read() disturbs it.
replies = os.fdopen(os.dup(1), 'wb')
os.dup2(2, 1)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
lock = threading.Lock()

invocation = contextvars.ContextVar('invocation', default=None)
threads = threading.local()
functions = {}
running = {}


def send(message):
    line = json.dumps(message, allow_nan=False).encode('ascii') + b'\n'
    try:
        with lock:
            replies.write(line)
            replies.flush()
    except OSError:
        pass  # Whoever would read it is gone; the end of the input follows.


class RedisMessageModel:
    """The channel, list key or stream key, and the message itself."""

    def __init__(self, trigger, message):
        self.Trigger = self.trigger = trigger
        self.Message = self.message = message


class OutValue:
    """What a function gives to one output binding."""

    def __init__(self):
        self.value = None

    def set(self, value):
        self.value = value

    def get(self):
        return self.value


class TraceContext:
    def __init__(self, trace):
        self.trace_parent = self.Traceparent = trace.get('traceparent')
        self.trace_state = self.Tracestate = trace.get('tracestate')
        self.attributes = self.Attributes = {}


class RetryException:
    def __init__(self, exception):
        self.message = exception['message']
        self.source = exception['source']
        self.stack_trace = exception['stackTrace']


class RetryContext:
    def __init__(self, retry):
        self.retry_count = retry.get('count', 0)
        self.max_retry_count = retry.get('max', 0)
        self.exception = RetryException(retry['exception']) if 'exception' in retry else None


class InvocationContext:
    def __init__(self, request, function):
        self.invocation_id = request['invocationId']
        self.function_name = function['name']
        self.function_directory = function['folder']
        self.trace_context = TraceContext(request['trace'])
        self.retry_context = RetryContext(request['retry'])
        self.thread_local_storage = threads


class LogHandler(logging.Handler):
    """Sends what is logged, with the invocation that logs it."""

    def emit(self, record):
        try:
            number = invocation.get()
            if number is None:
                number = running.get(getattr(threads, 'invocation_id', None))
            send({'type': 'log', 'id': number, 'level': record.levelname,
                  'logger': record.name, 'message': self.format(record)})
        except Exception:
            self.handleError(record)


def stand_in():
    """A module azure.functions with what the first programming model needs, where the package is not installed."""
    module = types.ModuleType('azure.functions')
    Value = typing.TypeVar('Value')

    class Out(typing.Generic[Value]):
        pass

    class Context:
        pass

    def missing(name):
        if name.startswith('__'):
            raise AttributeError(name)
        raise AttributeError('azure.functions.%s needs the package azure-functions: pip install azure-functions' % name)

    module.Out, module.Context, module.__getattr__ = Out, Context, missing
    try:
        package = importlib.import_module('azure')
    except ImportError:
        package = sys.modules['azure'] = types.ModuleType('azure')
        package.__path__ = []
    sys.modules['azure.functions'] = package.functions = module


def prepare(root):
    os.chdir(root)
    packages = os.path.join(root, '.python_packages', 'lib')
    version = 'python%d.%d' % sys.version_info[:2]
    for folder in (os.path.join(packages, version, 'site-packages'), os.path.join(packages, 'site-packages')):
        if os.path.isdir(folder):
            sys.path.insert(0, folder)
    sys.path.append(root)
    app = sys.modules['__app__'] = types.ModuleType('__app__')
    app.__path__ = [root]
    builtins.RedisMessageModel = RedisMessageModel
    try:
        found = importlib.import_module('azure.functions')
        return getattr(found, '__version__', 'installed')
    except ImportError:
        stand_in()
        return 'stand-in'
`;
