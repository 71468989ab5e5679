import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourceAmong } from '../../functions/sources.js';
import type { RawMessage } from '../../messages/raw-message.js';
import { destinationOf } from '../destination.js';
import { attributes, type AttributeValues } from '../names.js';

/** What is done with messages: they are handled, or settled without that. */
export type Operation = 'process' | 'settle';

/** What the spans of one operation on messages of one source have in common. */
export interface SpanTemplate {
  readonly name: string;
  readonly attributes: AttributeValues;
}

/** The names and attributes of spans, made once for each operation and source of each function. */
export class SpanTemplates {
  private readonly descriptors: ReadonlyMap<string, FunctionDescriptor>;
  private readonly made = new Map<string, Map<string, SpanTemplate>>();

  constructor(functions: readonly FunctionDescriptor[]) {
    this.descriptors = new Map(functions.map((each) => [each.id, each]));
  }

  /** That of an operation on a message of a function; undefined where there is no such function. */
  of(operation: Operation, functionId: string, message: RawMessage): SpanTemplate | undefined {
    const descriptor = this.descriptors.get(functionId);
    if (!descriptor) return undefined;
    const source = sourceAmong(descriptor, message);
    const ofFunction = this.made.get(functionId) ?? new Map<string, SpanTemplate>();
    this.made.set(functionId, ofFunction);
    const name = `${operation} ${source}`;
    const template = ofFunction.get(name) ?? templateOf(operation, descriptor, source);
    ofFunction.set(name, template);
    return template;
  }
}

function templateOf(operation: Operation, descriptor: FunctionDescriptor, source: string): SpanTemplate {
  return {
    name: `${operation} ${source}`,
    attributes: {
      ...destinationOf(descriptor, source),
      [attributes.operation]: operation,
      [attributes.operationType]: operation,
      [attributes.functionId]: descriptor.id,
    },
  };
}
