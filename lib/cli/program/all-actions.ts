import { changeLetters } from '../actions/change-letters.js';
import { checkProgram } from '../actions/check-program.js';
import { exportLetters, groupLetters, listLetters } from '../actions/dead-letters.js';
import { generateAcl } from '../actions/generate-acl.js';
import { generateKeda } from '../actions/generate-keda.js';
import { importLetters } from '../actions/import-letters.js';
import { invokeFunction } from '../actions/invoke-function.js';
import { listFunctions } from '../actions/list-functions.js';
import { readStatus } from '../actions/read-status.js';
import { runFunctions } from '../actions/run-functions.js';
import { sendMessage } from '../actions/send-message.js';
import type { ActionContext } from './action-context.js';

/** What a process with the handlers can be asked to do, by name. Arguments and results can be written as JSON. */
export const allActions = {
  changeDead: changeLetters,
  check: checkProgram,
  exportDead: exportLetters,
  generateAcl,
  generateKeda,
  groupDead: groupLetters,
  importDead: importLetters,
  invoke: invokeFunction,
  list: listFunctions,
  listDead: listLetters,
  run: runFunctions,
  send: sendMessage,
  status: readStatus,
} satisfies Record<string, Action>;

/** One action. */
export type Action = (context: ActionContext, args: never) => Promise<unknown>;

export type ActionName = keyof typeof allActions;
export type ActionArguments<Name extends ActionName> = Parameters<(typeof allActions)[Name]>[1];
export type ActionResult<Name extends ActionName> = Awaited<ReturnType<(typeof allActions)[Name]>>;
