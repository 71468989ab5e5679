import type { ErrorCodeEntry } from './error-code-entry.js';

/** The rows of the error table that are about folders of Azure Functions. */
export const functionAppErrorCodes = {
  FUNCTION_APP_INVALID: {
    meaning:
      'A folder is no function app, or its host.json cannot be read or asks for something that is not supported.',
    remedy: 'Name the folder that holds host.json and one folder for each function.',
  },
  FUNCTION_JSON_INVALID: {
    meaning: 'A function.json cannot be read, or its bindings contradict each other.',
    remedy: 'Correct the file: one trigger, and a `name`, a `type` and a `direction` for each binding.',
  },
  BINDING_UNSUPPORTED: {
    meaning: 'A function of a function app has a trigger or binding that is not one of Redis.',
    remedy: 'Move the function to what runs such triggers, or leave it out with --ignore-other-bindings.',
  },
  FUNCTION_SCRIPT_INVALID: {
    meaning: 'The script of a function is missing, cannot be loaded, or exports no function.',
    remedy: 'Set `scriptFile` to a file that exports the function, and `entryPoint` to its name.',
  },
  PYTHON_MISSING: {
    meaning: 'An app has functions in Python, and no Python starts here.',
    remedy:
      'Install Python 3.8 or later as python3, or name it with the option `python` or the setting languageWorkers:python:defaultExecutablePath.',
  },
  PYTHON_ENDED: {
    meaning:
      'The process that runs the functions in Python ended, and what it ran failed with it. Another one is started.',
    remedy: 'Look at what it wrote before: a function may end the process, or memory may be short.',
  },
} as const satisfies Record<string, ErrorCodeEntry>;
