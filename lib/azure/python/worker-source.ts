import { workerSurroundings } from './worker-surroundings.js';

/** The second part: loads functions, and calls them. */
const calls = String.raw`def module_name(root, file):
    parts = os.path.splitext(os.path.relpath(file, root))[0].split(os.sep)
    if '..' in parts:
        raise LoadError('the script is outside of the app')
    if parts[-1] == '__init__' and len(parts) > 1:
        parts.pop()
    return '.'.join(['__app__'] + parts)


class LoadError(Exception):
    pass


def load(request):
    module = importlib.import_module(module_name(request['root'], request['file']))
    entry = request.get('entryPoint') or 'main'
    call = getattr(module, entry, None)
    if not callable(call):
        raise LoadError('it has no function %s' % entry)
    inputs = [each['name'] for each in request['bindings'] if each['direction'] == 'in']
    outputs = [each['name'] for each in request['bindings'] if each['direction'] == 'out' and each['name'] != '$return']
    parameters = inspect.signature(call).parameters
    wants_context = 'context' in parameters and 'context' not in inputs + outputs
    names = [name for name in parameters if name != 'context' or not wants_context]
    missing = sorted(set(inputs + outputs) - set(names))
    unknown = sorted(set(names) - set(inputs + outputs))
    if missing:
        raise LoadError('its function %s has no parameter for the binding %s' % (entry, ', '.join(missing)))
    if unknown:
        raise LoadError('its function %s has a parameter %s, and no binding of that name' % (entry, ', '.join(unknown)))
    hints = typing.get_type_hints(call)
    models = {}
    for name in inputs:
        check_input(name, hints.get(name), models)
    for name in outputs:
        check_output(name, hints.get(name))
    functions[request['name']] = {
        'name': request['name'], 'folder': request['folder'], 'call': call, 'inputs': inputs, 'outputs': outputs,
        'models': models, 'wants_context': wants_context,
        'returns': any(each['name'] == '$return' for each in request['bindings']),
        'is_async': inspect.iscoroutinefunction(call),
    }
    return {'type': 'loaded', 'name': request['name'], 'wantsModel': bool(models)}


def name_of(hint):
    return getattr(typing.get_origin(hint) or hint, '__name__', str(hint))


def check_input(name, hint, models):
    if name_of(hint) == 'RedisMessageModel':
        models[name] = hint
    elif name_of(hint) == 'Out':
        raise LoadError('the parameter %s is an Out, but its binding has the direction "in"' % name)
    elif hint not in (None, str, bytes, typing.Any, object) and name_of(hint) not in ('list', 'List'):
        raise LoadError('the parameter %s has the type %s: write str, bytes or RedisMessageModel' % (name, name_of(hint)))


def check_output(name, hint):
    if hint is not None and name_of(hint) != 'Out':
        raise LoadError('the parameter %s has the type %s, but its binding has the direction "out": write func.Out[str]' % (name, name_of(hint)))


def decoded(value):
    if isinstance(value, dict):
        return base64.b64decode(value['b'])
    return [decoded(each) for each in value] if isinstance(value, list) else value


def encoded(value):
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return {'b': base64.b64encode(value).decode('ascii')}
    return {'j': value}


async def invoke(request):
    number = request['id']
    running[request['invocationId']] = number
    try:
        send(await call(request, functions[request['name']]))
    except BaseException as error:
        send({'type': 'error', 'id': number, 'error': described(error)})
    finally:
        running.pop(request['invocationId'], None)


async def call(request, function):
    number = request['id']
    invocation.set(number)
    arguments = {name: decoded(request['inputs'].get(name)) for name in function['inputs']}
    for name, model in function['models'].items():
        arguments[name] = model(request['model']['trigger'], request['model']['message'])
    outs = {name: OutValue() for name in function['outputs']}
    arguments.update(outs)
    if function['wants_context']:
        arguments['context'] = InvocationContext(request, function)
    if function['is_async']:
        returned = await function['call'](**arguments)
    else:
        context = contextvars.copy_context()
        attempt = lambda: in_thread(function['call'], arguments, request['invocationId'])
        returned, error = await loop.run_in_executor(pool, context.run, attempt)
        if error is not None:
            raise error
    given = returned if isinstance(returned, dict) and not function['returns'] else {}
    outputs = {**{name: out.value for name, out in outs.items()}, **given}
    return {
        'type': 'result', 'id': number,
        'returned': encoded(returned) if function['returns'] else None,
        'outputs': {str(name): encoded(value) for name, value in outputs.items() if value is not None},
    }


def in_thread(function, arguments, invocation_id):
    threads.invocation_id = invocation_id
    try:
        return function(**arguments), None
    except BaseException as error:  # Also SystemExit: it must end the invocation, and not the process.
        return None, error
    finally:
        threads.invocation_id = None


def described(error):
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == WORKER:
        trace = trace.tb_next
    lines = traceback.format_exception(type(error), error, trace)
    return {'type': type(error).__name__, 'message': str(error), 'stack': ''.join(lines).rstrip()}


def handle(request):
    if request['type'] == 'invoke':
        task = loop.create_task(invoke(request))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        return
    try:
        send(load(request))
    except LoadError as error:
        send({'type': 'loadError', 'name': request['name'], 'error': {'type': '', 'message': str(error), 'stack': ''}})
    except BaseException as error:
        send({'type': 'loadError', 'name': request['name'], 'error': described(error)})


def read():
    for line in requests:
        loop.call_soon_threadsafe(handle, json.loads(line))
    loop.call_soon_threadsafe(ended.set)


async def serve():
    global ended
    ended = asyncio.Event()
    threading.Thread(target=read, daemon=True).start()
    await ended.wait()
    while tasks:
        await asyncio.wait(set(tasks))


# Node.js decides when this process ends: a signal of the terminal reaches both.
for each in ('SIGINT', 'SIGTERM', 'SIGHUP'):
    if hasattr(signal, each):
        signal.signal(getattr(signal, each), signal.SIG_IGN)

size = os.environ.get('PYTHON_THREADPOOL_THREAD_COUNT')
pool = concurrent.futures.ThreadPoolExecutor(max_workers=int(size) if size and size.isdigit() and int(size) > 0 else None)
tasks = set()
handler = LogHandler()
handler.setFormatter(logging.Formatter('%(message)s'))
logging.getLogger().addHandler(handler)
logging.getLogger().setLevel(logging.INFO)
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
send({'type': 'ready', 'python': '%d.%d.%d' % sys.version_info[:3], 'azureFunctions': prepare(ROOT)})
loop.run_until_complete(serve())
pool.shutdown()
sys.stdout.flush()
`;

/**
 * The program of the Python worker. A text, because the bundled package has no file that could be found by its place. It is
 * given ROOT, the folder of the app; WORKER, its own name in tracebacks; and `requests`, from which it reads.
 */
export const workerSource = `${workerSurroundings}\n\n${calls}`;
