import type { InvokeMessage, InvokeOptions } from './invoke-options.js';

/**
 * Runs one handler for one message, without any Redis. Decoding, validation, injection and middleware are as in a
 * runtime; there is one attempt, within the time limit. Resolves to what the handler returned; rejects with what it
 * threw (also a `Drop`), and with PAYLOAD_INVALID if the payload is invalid. A batch handler takes an array.
 */
export async function invoke<Handler extends object>(
  handler: new (...args: never[]) => Handler,
  method: keyof Handler & (string | symbol),
  message: InvokeMessage | readonly InvokeMessage[],
  options: InvokeOptions = {},
): Promise<unknown> {
  const { runHandler } = await import('./run-handler.js');
  return runHandler(handler, method, message, options);
}
