import type { ErrorCodeEntry } from './error-code-entry.js';

/** The rows of the error table that are about what a program sends. */
export const sendingErrorCodes = {
  SEND_INVALID: {
    meaning: 'What is to be sent does not fit its definition: whoever handles it would refuse it.',
    remedy: 'Nothing was sent. Correct the message; of many, the error names each that is wrong.',
  },
  SEND_OPTION_INVALID: {
    meaning: 'An option of createSender or of a sender is unknown, missing or invalid.',
    remedy: 'Use the options listed on the page about sending.',
  },
  SEND_FAILED: {
    meaning:
      'Something was not sent, or may not have been: `mayHaveBeenSent` and `results` of the error say which.',
    remedy:
      'Where nothing was sent, send it again once the cause is gone. What may have been sent may be there twice if it is sent again.',
  },
} as const satisfies Record<string, ErrorCodeEntry>;
