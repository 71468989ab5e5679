import { container as globalContainer } from 'tsyringe';
import { compileArguments } from '../../lib/binding/compile-arguments.js';
import { payloadDecoder } from '../../lib/binding/payload-decoder.js';
import type { Container } from '../../lib/di/container.js';
import { InstanceSource } from '../../lib/di/instance-source.js';
import { TsyringeContainer } from '../../lib/di/tsyringe-container.js';
import type { AttemptObserver } from '../../lib/invocation/attempt-observer.js';
import { invocationTokens } from '../../lib/invocation/invocation-values.js';
import { layerOf, type Layer } from '../../lib/invocation/layer.js';
import { Invoker } from '../../lib/invocation/invoker.js';
import type { Middleware } from '../../lib/messages/middleware.js';
import type { Logger } from '../../lib/logging/logger.js';
import { silentLogger } from '../../lib/logging/silent-logger.js';
import type { Class } from '../../lib/metadata/class.js';
import { describeOne } from './describe-classes.js';

/** What a spec may say about an invoker. */
export interface InvokerOptions {
  readonly container?: Container;
  readonly middleware?: readonly Middleware[];
  /** Layers around that middleware. */
  readonly layers?: readonly Layer[];
  readonly logger?: Logger;
  readonly signal?: AbortSignal;
  readonly onAttempt?: AttemptObserver;
}

/** The invoker of a class with one function, put together as the runtime does. */
export async function makeInvoker(handlerClass: Class, options: InvokerOptions = {}): Promise<Invoker> {
  const {
    middleware = [],
    layers = [],
    logger = silentLogger,
    signal = new AbortController().signal,
  } = options;
  const { container = new TsyringeContainer(globalContainer.createChildContainer()) } = options;
  const descriptor = describeOne(handlerClass);
  const injected = descriptor.parameters.flatMap((each) => (each.from === 'container' ? [each.token] : []));
  return new Invoker({
    descriptor,
    origin: { functionId: descriptor.id, logger, signal },
    makeArguments: compileArguments(descriptor),
    instances: new InstanceSource(container, [handlerClass, ...injected], invocationTokens(descriptor)),
    decode: await payloadDecoder(descriptor),
    layers: [...layers, ...middleware.map(layerOf)],
    onAttempt: options.onAttempt,
  });
}
