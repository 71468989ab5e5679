import type { ActionContext } from './action-context.js';

/**
 * What a process with the handlers can be asked to do, by name. Arguments and results can be written as JSON. Each is loaded
 * when it is asked for: a person waits for what a command loads.
 */
export const allActions = {
  changeDead: async () => (await import('../actions/dead/change-dead-letters.js')).changeDeadLetters,
  check: async () => (await import('../actions/check-program.js')).checkProgram,
  countDead: async () => (await import('../actions/dead/list-dead-letters.js')).countDeadLetters,
  exportDead: async () => (await import('../actions/dead/export-dead-letters.js')).exportDeadLetters,
  generateAcl: async () => (await import('../actions/generate-acl.js')).generateAcl,
  generateAsyncApi: async () => (await import('../actions/generate-asyncapi.js')).generateAsyncApi,
  generateKeda: async () => (await import('../actions/generate-keda.js')).generateKeda,
  groupDead: async () => (await import('../actions/dead/list-dead-letters.js')).groupDeadLetters,
  importDead: async () => (await import('../actions/dead/import-dead-letters.js')).importDeadLetters,
  invoke: async () => (await import('../actions/invoke-function.js')).invokeFunction,
  list: async () => (await import('../actions/list-functions.js')).listFunctions,
  listDead: async () => (await import('../actions/dead/list-dead-letters.js')).listDeadLetters,
  pause: async () => (await import('../actions/steer-function.js')).pauseInFleet,
  resume: async () => (await import('../actions/steer-function.js')).resumeInFleet,
  run: async () => (await import('../actions/run-functions.js')).runFunctions,
  send: async () => (await import('../actions/send-message.js')).sendMessage,
  servePage: async () => (await import('../actions/serve-page-of-program.js')).servePageOfProgram,
  showDead: async () => (await import('../actions/dead/show-dead-letter.js')).showDeadLetter,
  status: async () => (await import('../actions/read-status.js')).readStatus,
} satisfies Record<string, () => Promise<Action>>;

/** One action. */
export type Action = (context: ActionContext, args: never) => Promise<unknown>;

export type ActionName = keyof typeof allActions;
export type ActionArguments<Name extends ActionName> = Parameters<ActionOf<Name>>[1];
export type ActionResult<Name extends ActionName> = Awaited<ReturnType<ActionOf<Name>>>;
type ActionOf<Name extends ActionName> = Awaited<ReturnType<(typeof allActions)[Name]>>;
