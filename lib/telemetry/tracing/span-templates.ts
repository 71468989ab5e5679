import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourceAmong } from '../../functions/sources.js';
import type { RawMessage } from '../../messages/raw-message.js';
import { destinationOf } from '../destination.js';
import { attributes, type AttributeValues } from '../names.js';

/** What the spans of all attempts at messages of one source have in common. */
export interface SpanTemplate {
  readonly name: string;
  readonly attributes: AttributeValues;
}

/** The names and attributes of spans, made once for each source of each function. */
export class SpanTemplates {
  private readonly descriptors: ReadonlyMap<string, FunctionDescriptor>;
  private readonly made = new Map<string, Map<string, SpanTemplate>>();

  constructor(functions: readonly FunctionDescriptor[]) {
    this.descriptors = new Map(functions.map((each) => [each.id, each]));
  }

  /** That of a message of a function; undefined where there is no such function. */
  of(functionId: string, message: RawMessage): SpanTemplate | undefined {
    const descriptor = this.descriptors.get(functionId);
    if (!descriptor) return undefined;
    const source = sourceAmong(descriptor, message);
    const ofFunction = this.made.get(functionId) ?? new Map<string, SpanTemplate>();
    this.made.set(functionId, ofFunction);
    const template = ofFunction.get(source) ?? templateOf(descriptor, source);
    ofFunction.set(source, template);
    return template;
  }
}

function templateOf(descriptor: FunctionDescriptor, source: string): SpanTemplate {
  return {
    name: `process ${source}`,
    attributes: {
      ...destinationOf(descriptor, source),
      [attributes.operationType]: 'process',
      [attributes.functionId]: descriptor.id,
    },
  };
}
