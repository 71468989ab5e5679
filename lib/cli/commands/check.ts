import type { CheckResult } from '../actions/check-program.js';
import { defineCommand } from '../frame/command-spec.js';
import { exitCode } from '../frame/exit-code.js';
import type { Output } from '../frame/output.js';

export const check = defineCommand<{ readonly offline?: true }>({
  usage: 'check [files...]',
  effect: 'reads',
  summary:
    'Look for what would go wrong: in the code, the settings, the server, and what renamed functions left behind.',
  examples: ['check', 'check dist/handlers --offline'],
  loadsHandlers: true,
  configure: (command) => void command.option('--offline', 'look at the code and the settings alone'),
  async run({ options, output, programs }) {
    const result = await programs.run('check', { offline: options.offline ?? false });
    output.data(result, () => textOf(result, output));
    if (result.unreachable.length > 0) return exitCode.redis;
    return result.findings.length > 0 ? exitCode.problems : exitCode.done;
  },
});

function textOf({ functions, connections, findings }: CheckResult, output: Output): string {
  const lines = findings.map(
    ({ code, place, what, remedy }) =>
      `${output.style('bold', place)}: ${what}\n  ${remedy.replace(/([^.!?])$/, '$1.')} [${code}]`,
  );
  const looked = `${counted(functions, 'function')} on ${counted(connections, 'connection')}`;
  const end =
    findings.length === 0
      ? `${looked}: nothing found.`
      : `${looked}: ${counted(findings.length, 'finding')}.`;
  return [...lines, end].join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
