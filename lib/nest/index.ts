// First of all what keeps the timers of Node.js, because tests replace them before a runtime is made.
import '../time/real-timers.js';

export { RedisTriggersModule } from './redis-triggers-module.js';
export { RedisTriggersHealthIndicator, type RedisTriggersHealth } from './health-indicator.js';
export { RedisTriggersRequest } from './nest-request.js';
export {
  getRuntimeToken,
  getSenderToken,
  InjectHealthIndicator,
  InjectRuntime,
  InjectSender,
} from './nest-tokens.js';
export type {
  Enhancers,
  RedisTriggersAsyncOptions,
  RedisTriggersModuleOptions,
  RedisTriggersRegistration,
  RedisTriggersRootOptions,
} from './nest-options.js';
