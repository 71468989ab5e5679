import { checkProgram } from '../actions/check-program.js';
import { changeDeadLetters } from '../actions/dead/change-dead-letters.js';
import { exportDeadLetters } from '../actions/dead/export-dead-letters.js';
import { importDeadLetters } from '../actions/dead/import-dead-letters.js';
import { countDeadLetters, groupDeadLetters, listDeadLetters } from '../actions/dead/list-dead-letters.js';
import { showDeadLetter } from '../actions/dead/show-dead-letter.js';
import { generateAcl } from '../actions/generate-acl.js';
import { generateAsyncApi } from '../actions/generate-asyncapi.js';
import { generateKeda } from '../actions/generate-keda.js';
import { invokeFunction } from '../actions/invoke-function.js';
import { listFunctions } from '../actions/list-functions.js';
import { readStatus } from '../actions/read-status.js';
import { runFunctions } from '../actions/run-functions.js';
import { sendMessage } from '../actions/send-message.js';
import { pauseInFleet, resumeInFleet } from '../actions/steer-function.js';
import type { ActionContext } from './action-context.js';

/** What a process with the handlers can be asked to do, by name. Arguments and results can be written as JSON. */
export const allActions = {
  changeDead: changeDeadLetters,
  check: checkProgram,
  countDead: countDeadLetters,
  exportDead: exportDeadLetters,
  generateAcl,
  generateAsyncApi,
  generateKeda,
  groupDead: groupDeadLetters,
  importDead: importDeadLetters,
  invoke: invokeFunction,
  list: listFunctions,
  listDead: listDeadLetters,
  pause: pauseInFleet,
  resume: resumeInFleet,
  run: runFunctions,
  send: sendMessage,
  showDead: showDeadLetter,
  status: readStatus,
} satisfies Record<string, Action>;

/** One action. */
export type Action = (context: ActionContext, args: never) => Promise<unknown>;

export type ActionName = keyof typeof allActions;
export type ActionArguments<Name extends ActionName> = Parameters<(typeof allActions)[Name]>[1];
export type ActionResult<Name extends ActionName> = Awaited<ReturnType<(typeof allActions)[Name]>>;
