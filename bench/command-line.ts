import { parseArgs } from 'node:util';
import { allScenarios } from './scenarios/all-scenarios.js';

/** What `npm run bench` was told. */
export interface CommandLine {
  readonly help: boolean;
  readonly quick: boolean;
  readonly peers: boolean;
  readonly only: readonly string[];
  readonly rounds: number;
  readonly messages?: number | undefined;
  readonly profileFolder?: string | undefined;
}

/** What `--help` prints. */
export const usage = `npm run bench [-- options]

Measures the triggers beside loops written by hand and beside other packages, on a Redis that it starts itself,
and writes docs/performance.md and docs/performance.svg. Needs redis-server (or REDIS_SERVER_BIN) on the PATH.

  --quick             less than a minute: one round, fewer messages, fewer scenarios; writes nothing
  --only <scenario>   only this one; may be given several times; writes nothing
  --rounds <n>        how often each contestant takes its turn; default 3, quick 1
  --messages <n>      how many messages each contestant gets, instead of its own number; writes nothing
  --no-peers          without the packages of bench/package.json
  --profile <folder>  measured processes write CPU profiles there, and the costliest functions are printed;
                      writes nothing to the docs
  --help

Scenarios: ${allScenarios.map(({ name }) => name).join(', ')}
`;

/** Reads the command line; throws with a text for the reader. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      'no-peers': { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      messages: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const unknown = values.only.find((name) => !allScenarios.some((each) => each.name === name));
  if (unknown !== undefined) throw new Error(`There is no scenario '${unknown}'.\n\n${usage}`);
  return {
    help: values.help,
    quick: values.quick,
    peers: !values['no-peers'],
    only: values.only,
    rounds: positive('rounds', values.rounds) ?? (values.quick ? 1 : 3),
    messages: positive('messages', values.messages),
    profileFolder: values.profile,
  };
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${name} takes a whole number from 1, not '${text}'.`);
  return number;
}
