import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourcesOf } from '../../functions/sources.js';
import { destinationOf } from '../destination.js';
import { attributes, type AttributeValues } from '../names.js';

/** What is recorded with the operations of a function. */
interface OperationAttributes {
  readonly duration: AttributeValues;
  readonly consumed: AttributeValues;
}

/** The attributes of one function, made once: to make them for each message takes longer than to count it. */
export class FunctionAttributes {
  private readonly operations: ReadonlyMap<string, OperationAttributes>;
  private readonly outcomes = new Map<string, AttributeValues>();

  constructor(private readonly descriptor: FunctionDescriptor) {
    this.operations = new Map(sourcesOf(descriptor).map((source) => [source, this.make(source)]));
  }

  /** Those of an operation on a message of this source, which failed with an error of this type, if any. */
  operation(source: string, errorType?: string): OperationAttributes {
    const { descriptor, operations } = this;
    const known = descriptor.kind === 'pubsub' ? descriptor.channel : source;
    const made = operations.get(known) ?? this.make(known);
    if (errorType === undefined) return made;
    const failed = { [attributes.errorType]: errorType };
    return { duration: { ...made.duration, ...failed }, consumed: { ...made.consumed, ...failed } };
  }

  outcome(outcome: string): AttributeValues {
    const known = this.outcomes.get(outcome);
    if (known) return known;
    const made = { [attributes.functionId]: this.descriptor.id, [attributes.outcome]: outcome };
    this.outcomes.set(outcome, made);
    return made;
  }

  private make(source: string): OperationAttributes {
    const consumed = destinationOf(this.descriptor, source);
    return { consumed, duration: { ...consumed, [attributes.functionId]: this.descriptor.id } };
  }
}
