import type { ConnectionRules } from '../actions/generate-acl.js';
import { defineCommand } from '../frame/command-spec.js';

interface AclOptions {
  readonly deadLetters?: true;
  readonly operate?: true;
  readonly send?: true;
  readonly page?: true;
}

export const generateAcl = defineCommand<AclOptions>({
  usage: 'acl',
  effect: 'reads',
  summary:
    'Print the rules that the users of the connections need, and no more, for ACL SETUSER of Redis 7.0 and later.',
  examples: ['generate acl', 'generate acl --operate --dead-letters'],
  loadsHandlers: true,
  configure: (command) =>
    void command
      .option('--dead-letters', 'also what the commands of dead need')
      .option('--operate', 'also what status, check, pause, resume and send need')
      .option('--page', 'also what the page needs, for everything that it shows and changes')
      .option('--send', 'also what a sender needs that sends to the functions, at once or delayed'),
  async run({ options, output, programs }) {
    const connections = await programs.run('generateAcl', {
      deadLetters: options.deadLetters ?? false,
      operate: options.operate ?? false,
      page: options.page ?? false,
      send: options.send ?? false,
    });
    output.data(connections, () => connections.map(textOf).join('\n'));
    return undefined;
  },
});

/** Whatever the user had before is taken away, but for its passwords. */
function textOf({ connection, functions, outputs = [], fleet, rules }: ConnectionRules): string {
  const sent =
    outputs.length > 0 ? [`what ${outputs.join(', ')} ${outputs.length > 1 ? 'return' : 'returns'}`] : [];
  const what = [...functions, ...sent, ...(fleet === undefined ? [] : [`the fleet ${fleet}`])].join(', ');
  return `# ${connection}: ${what}\nACL SETUSER ${connection} on resetkeys resetchannels -@all ${rules.join(' ')}`;
}
