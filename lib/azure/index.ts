export { loadFunctionApp } from './load-function-app.js';
export type { FunctionApp, SkippedFunction } from './function-app.js';
export type { FunctionAppOptions } from './function-app-options.js';
export type { PubSubMessage } from './invocation/trigger-value.js';
