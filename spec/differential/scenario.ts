import { luaEquivalents } from '../../lib/testing/fake/lua-equivalents/lua-equivalents.js';
import { splitInlineArguments } from '../../lib/testing/fake/resp/inline-arguments.js';
import type { RawClient } from './raw-client.js';
import { showReply, showShape, showSorted, type RawReply } from './raw-reply.js';

/**
 * A case is one line of steps, with ` | ` between them. A step is a command, and before it may stand a
 * connection (`a` unless told) with a sign:
 *
 * - `b: cmd`  send and read the reply;      - `b? cmd`  the same, compare types only;
 * - `b% cmd`  the same, in any order;       - `b> cmd`  send, and go on (it blocks);
 * - `b<`      read the next reply or message.
 *
 * `@name` stands for the text of a script of the framework.
 */
export interface Step {
  readonly connection: string;
  readonly sign: ':' | '?' | '%' | '>' | '<';
  readonly args: readonly string[];
}

export interface Case {
  readonly line: string;
  /** The version from which on it is compared, and that before which. */
  readonly since: number;
  readonly until: number;
}

/** The cases of a table: one a line; `#` begins a comment, `@7 ` says since which version it is compared, `@7-8 ` before which too. */
export function casesOf(table: string): Case[] {
  return table.split('\n').flatMap((text) => {
    const [, since = '6', until = '99', line = ''] =
      /^(?:@([\d.]+)(?:-([\d.]+))? )?(.*)$/.exec(text.trim()) ?? [];
    return line === '' || line.startsWith('#') ? [] : [{ line, since: Number(since), until: Number(until) }];
  });
}

export function stepsOf(line: string): Step[] {
  return line.split(' | ').map((text) => {
    const [, connection = 'a', sign = ':', command = ''] =
      /^(?:([a-z])([:?%><])(?: |$))?(.*)$/.exec(text.trim()) ?? [];
    return {
      connection,
      sign: sign as Step['sign'],
      args: splitInlineArguments(command) ?? [command],
    };
  });
}

const scripts = new Map(luaEquivalents.map(([{ name, text }]) => [`@${name}`, text]));

const withScript = (argument: string): string => scripts.get(argument) ?? argument;

/** A server to which connections can be opened. */
export interface Opponent {
  connect(): Promise<RawClient>;
}

/** Runs the steps on fresh connections; what was read, a line for each reply. */
export async function runScenario(opponent: Opponent, steps: readonly Step[]): Promise<string[]> {
  const connections = new Map<string, RawClient>();
  const transcript: string[] = [];
  const fence = await opponent.connect();
  try {
    for (const step of steps) {
      const client = connections.get(step.connection) ?? (await opponent.connect());
      connections.set(step.connection, client);
      if (step.sign !== '<') client.send(step.args.map(withScript));
      // What was sent is in the server's hands when another connection has its answer.
      if (step.sign === '>') await fence.call('ping');
      else
        transcript.push(
          `${step.connection}${step.sign} ${step.args.join(' ')} → ${show(step, await client.read())}`,
        );
    }
  } finally {
    for (const client of connections.values()) client.close();
    fence.close();
  }
  return transcript;
}

function show({ sign }: Step, reply: RawReply): string {
  const text = sign === '?' ? showShape(reply) : sign === '%' ? showSorted(reply) : showReply(reply);
  return normalise(text);
}

/** What depends on the moment or the build: ids that the server chose, where a script failed, the server's modules. */
function normalise(text: string): string {
  return text
    .replace(/\b1[5-9]\d{11}-\d+\b/g, '<id>')
    .replace(/ script: \w{40}, on @user_script:\d+\./, '')
    .replace(/ERR Error running script \(call to \w+\): (@user_script:\s*\d+: )+-?/, '')
    .replace(/\$"id" :"\d+"/, '$"id" <client>')
    .replace(/\$"modules" \*\[([%*]\[.*?\]\])?\]/, '<modules>');
}
