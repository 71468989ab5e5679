import { isObject } from '../../errors/value-checks.js';
import type { RawMessage } from '../../messages/raw-message.js';

/** Texts by name in which the context of a trace travels, such as `traceparent`; what an HTTP request has as headers. */
export type TraceCarrier = Readonly<Record<string, string>>;

/** Returns the carrier of a message; undefined where it has none. */
export type ExtractCarrier = (message: RawMessage) => TraceCarrier | undefined;

/** Where the context of a producer is looked for. */
export interface CarrierOptions {
  /**
   * Returns the carrier of a message; undefined leaves it to the entry's fields and to `jsonMember`. What it throws counts as
   * no carrier.
   */
  readonly extract?: ExtractCarrier;
  /**
   * The member of a JSON object that has the carrier, in elements of lists and published messages: an object with
   * `traceparent` and `tracestate`, or the text of `traceparent`. Default: they are not looked into.
   */
  readonly jsonMember?: string;
}

/** Finds the carrier of a message: by `extract`, else in the fields of an entry, else in a member of JSON where asked for. */
export function carrierOf(
  message: RawMessage,
  { extract, jsonMember }: CarrierOptions,
): TraceCarrier | undefined {
  const extracted = extract?.(message);
  if (extracted) return extracted;
  if (message.kind === 'stream') {
    return fromTexts((name) => message.value(name)?.toString());
  }
  return jsonMember === undefined ? undefined : fromJson(message.body, jsonMember);
}

function fromJson(body: Buffer, member: string): TraceCarrier | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    // Whether it should have been JSON is up to the payload.
    return undefined;
  }
  if (!isObject(parsed) || !Object.hasOwn(parsed, member)) return undefined;
  const carrier = (parsed as Record<string, unknown>)[member];
  if (typeof carrier === 'string') return { traceparent: carrier };
  return isObject(carrier) ? fromTexts((name) => (carrier as Record<string, unknown>)[name]) : undefined;
}

function fromTexts(textOf: (name: string) => unknown): TraceCarrier | undefined {
  const traceparent = textOf('traceparent');
  if (typeof traceparent !== 'string') return undefined;
  const tracestate = textOf('tracestate');
  return { traceparent, ...(typeof tracestate === 'string' && { tracestate }) };
}
