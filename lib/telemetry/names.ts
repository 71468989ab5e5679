/**
 * The names of attributes, of metrics and of spans. `messaging.*` and `error.type` are OpenTelemetry's own
 * (https://opentelemetry.io/docs/specs/semconv/messaging/), which are still in development: whatever is renamed there is renamed here.
 */
export const attributes = {
  system: 'messaging.system',
  operation: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  /** A key, or a channel. */
  destination: 'messaging.destination.name',
  /** A pattern, in place of the channels that match it: there may be any number of those. */
  template: 'messaging.destination.template',
  group: 'messaging.consumer.group.name',
  messageId: 'messaging.message.id',
  batchSize: 'messaging.batch.message_count',
  errorType: 'error.type',
  functionId: 'redis_triggers.function',
  key: 'redis_triggers.key',
  outcome: 'redis_triggers.outcome',
  state: 'redis_triggers.state',
  attempt: 'redis_triggers.attempt',
  deliveryCount: 'redis_triggers.delivery_count',
} as const;

/** The name of an attribute. */
export type AttributeName = (typeof attributes)[keyof typeof attributes];

/** What is recorded with a value, such as the id of the function. */
export type AttributeValues = Readonly<Partial<Record<AttributeName, string>>>;

/** Whose metrics and spans they are. */
export const scopeName = 'redis-triggers';

/** The version of OpenTelemetry's names that is meant. */
export const schemaUrl = 'https://opentelemetry.io/schemas/1.44.0';
