import 'reflect-metadata';
// First of all what keeps the timers of Node.js, because tests replace them before a runtime is made.
import './time/real-timers.js';

export { Context } from './triggers/context.js';
export { defineChannel } from './triggers/define-channel.js';
export { defineList } from './triggers/define-list.js';
export { defineStream, type StreamFields } from './triggers/define-stream.js';
export { ExponentialBackoffRetry } from './triggers/exponential-backoff-retry.js';
export { FixedDelayRetry } from './triggers/fixed-delay-retry.js';
export { Inject } from './triggers/inject.js';
export { Injectable, type InjectableClass, type InjectToken } from './triggers/injectable.js';
export type { Binding, Bindings } from './triggers/binding.js';
export { createToken, type TypedToken } from './triggers/create-token.js';
export { RedisInput, type InputOptions, type InputType, type InputValue } from './triggers/redis-input.js';
export { Message } from './triggers/message.js';
export { Payload } from './triggers/payload.js';
export { OnDeadLetter } from './triggers/on-dead-letter.js';
export { OnGap } from './triggers/on-gap.js';
export {
  RedisOutput,
  type NamedOutput,
  type NamedOutputs,
  type OutputDecorator,
  type OutputMessages,
  type OutputOptions,
  type ReturnedOutputs,
} from './triggers/redis-output.js';
export { RedisListTrigger } from './triggers/redis-list-trigger.js';
export { RedisPubSubTrigger } from './triggers/redis-pubsub-trigger.js';
export { RedisStreamTrigger } from './triggers/redis-stream-trigger.js';
export { UseMiddleware } from './triggers/use-middleware.js';
export type {
  AnyDefinition,
  ChannelDefinition,
  InputOf,
  ListDefinition,
  OutputOf,
  StreamDefinition,
} from './triggers/definition.js';
export type {
  DefinitionOptions,
  ListOverrides,
  PubSubOverrides,
  StreamOverrides,
} from './triggers/agreed-options.js';
export type { ParameterBinding } from './triggers/parameter-binding.js';
export type { TriggerDecorator } from './triggers/trigger-decorator.js';
export type { PayloadInput, PayloadOutput, PayloadType } from './triggers/payload-types.js';
export type {
  AnyListTriggerOptions,
  AnyPubSubTriggerOptions,
  AnyStreamTriggerOptions,
} from './triggers/azure-spellings.js';
export type {
  CommonTriggerOptions,
  ListDelivery,
  ListTriggerOptions,
  PollingTriggerOptions,
  PubSubTriggerOptions,
  StreamTriggerOptions,
} from './triggers/trigger-options.js';
export type { Deduplicate, DeduplicateBy, DeduplicationId } from './triggers/deduplicate.js';
export type { OrderBy, OrderByMessage, OrderByPayload, OrderKey } from './triggers/order-by.js';
export type {
  ExponentialBackoffRetryOptions,
  FixedDelayRetryOptions,
  RetryOptions,
} from './triggers/retry-options.js';

export { ChannelMessage } from './messages/channel-message.js';
export type { DeadLetter } from './messages/dead-letter.js';
export type { Gap, GapReason } from './messages/gap.js';
export { InvocationContext, type InvocationOrigin } from './messages/invocation-context.js';
export { Drop } from './messages/drop.js';
export { ListElement } from './messages/list-element.js';
export type { FailureReason } from './messages/outcome.js';
export type { RawMessage, TriggerKind } from './messages/raw-message.js';
export { RedisMessageModel } from './messages/redis-message-model.js';
export { Reject } from './messages/reject.js';
export { RetryLater } from './messages/retry-later.js';
export { StreamEntry, type StreamField } from './messages/stream-entry.js';

export type {
  AttemptEvent,
  FunctionEvent,
  FunctionPaused,
  FunctionResumed,
  FunctionStarted,
  GapEvent,
  InvocationEvent,
  InvocationFailed,
  InvocationPostponed,
  InvocationRetried,
  ListenerRecovered,
  ListenerLost,
  ListenerFailed,
  MessageDeadLettered,
  MessagesLost,
  RuntimeEventListener,
  RuntimeEventName,
  RuntimeEvents,
  RuntimeStopped,
  RuntimeStopping,
} from './events/runtime-events.js';
export { createRuntime, type CreateRuntimeOptions } from './create-runtime.js';
export { createSender, type SenderOptions } from './create-sender.js';
export { Sender, type CommandWords, type ManyMessages, type OneMessage } from './sending/sender.js';
export { SendError, type SendResult } from './sending/send-error.js';
export type {
  AddOptions,
  CommandOptions,
  DelayedAddOptions,
  DelayedPushOptions,
  DelayOptions,
  PublishOptions,
  PushOptions,
  SendOptions,
} from './sending/send-options.js';
export type { FunctionScale } from './backlog/function-scale.js';
export type { ScaleVote } from './backlog/scale-vote.js';
export type {
  FunctionHealth,
  FunctionHealthState,
  ListenerHealth,
  RuntimeHealth,
  RuntimeState,
} from './runtime/health/health.js';
export type { PauseHolder } from './runtime/health/pause.js';
export type { PauseOptions } from './runtime/pause/pause-options.js';
export type { ListenerBackoff } from './listeners/listener.js';
export type { DeadLetters, ReplayOptions, WhichDeadLetters } from './dead-letters/dead-letters.js';
export type { Runtime } from './runtime/runtime.js';
export type { RuntimeOptions } from './runtime/runtime-options.js';
export type { StartOptions } from './runtime/start/start-bound.js';
export { stopOnSignals, type StopSignal } from './runtime/stop-on-signals.js';
export type { Middleware } from './messages/middleware.js';

export type {
  FunctionDescriptor,
  FunctionHooks,
  ListFunction,
  PubSubFunction,
  StreamFunction,
} from './functions/function-descriptor.js';
export type { OutputDescriptor } from './functions/options/read-outputs.js';
export type { MessageForm, ParameterDescriptor } from './functions/parameters/parameter-descriptor.js';
export type { HookKind } from './metadata/hook-metadata.js';
export type { HookDecorator } from './triggers/record-hook.js';
export type { Class, MethodName } from './metadata/class.js';
export type { Token } from './metadata/parameter-metadata.js';

export type { ClientRequest } from './redis/client/client-request.js';
export type { ConnectionOption } from './connections/connection-option.js';
export type { ClusterOptions } from './redis/cluster/cluster-options.js';
export type { NatMap, NodeAddress } from './redis/cluster/node-address.js';
export type { Credentials, CredentialsProvider, RotatingOptions } from './redis/credentials/credentials.js';
export type { ClientRole } from './redis/client/client-roles.js';
export type { Container, ContainerScope, InvocationValues, Lifetime } from './di/container.js';
export { INVOCATION_LOGGER, type InvocationLogger } from './di/invocation-tokens.js';
export type { Logger } from './logging/logger.js';
export type { SettingsSource } from './settings/settings-source.js';
export type { Clock } from './time/clock.js';

export type { ErrorCodeEntry } from './errors/error-code-entry.js';
export { errorCodes, type ErrorCode } from './errors/error-codes.js';
export type { ErrorDescription } from './errors/describe-error.js';
export type { Problem } from './errors/problem.js';
export { RedisTriggersError } from './errors/redis-triggers-error.js';
