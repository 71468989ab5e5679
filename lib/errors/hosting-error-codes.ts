import type { ErrorCodeEntry } from './error-code-entry.js';

/** The rows of the error table that are about programs of which a runtime is a part. */
export const hostingErrorCodes = {
  NEST_REGISTRATION: {
    meaning:
      'It cannot be said which handlers of a NestJS application a registration of RedisTriggersModule runs.',
    remedy: 'Register each name once, and give all registrations but one the modules that they include.',
  },
} as const satisfies Record<string, ErrorCodeEntry>;
