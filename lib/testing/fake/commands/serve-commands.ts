import { now } from '../../../time/real-timers.js';
import type { Engine } from '../engine/engine.js';
import { luaEquivalents } from '../lua-equivalents/lua-equivalents.js';
import type { Scripts } from '../scripts/scripts.js';
import { commandTable } from './all-commands.js';
import { Dispatcher } from './dispatcher.js';

/** Everything that clients can ask of a fake: the commands of its version, and the scripts of this library. */
export function serveCommands(engine: Engine, scripts: Scripts): Dispatcher {
  for (const [script, equivalent] of luaEquivalents) scripts.provide(script.text, equivalent);
  scripts.connect({
    fullVersion: engine.fullVersion,
    version: engine.version,
    log: (text) => engine.log.warn(text),
    timeLimit: () => engine.config.number('lua-time-limit'),
    now,
  });
  return new Dispatcher(engine, commandTable(engine.version));
}
