import type { ConnectionOption } from '../connections/connection-option.js';
import type { GivenSettings } from './folder/app-settings.js';
import type { PubSubMessage } from './invocation/trigger-value.js';

/** The options of `loadFunctionApp`. */
export interface FunctionAppOptions {
  /** As the option of `createRuntime`, to which they must be given as well: connections by the names that bindings use. */
  connections?: Readonly<Record<string, ConnectionOption>>;
  /** Settings that come before the environment and before local.settings.json. */
  settings?: GivenSettings;
  /** Leaves out functions that have triggers or bindings other than those of Redis. Default: each is a problem. */
  ignoreOtherBindings?: boolean;
  /** The program that runs functions in Python. Default: the setting `languageWorkers:python:defaultExecutablePath`, else `python3`. */
  python?: string;
  /**
   * What functions get of a channel: `'message'`, or with `'envelope'` the JSON object `{ SubscriptionChannel, Channel, Message
   * }`. Default: what the extension did whose spelling the function.json has: the message with `connectionStringSetting`
   * (previews), the envelope with `connection` (1.0).
   */
  pubSubMessage?: PubSubMessage;
}
