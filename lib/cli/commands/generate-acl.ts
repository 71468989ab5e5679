import { defineCommand } from '../frame/command-spec.js';

export const generateAcl = defineCommand<{ readonly deadLetters?: true }>({
  usage: 'acl',
  effect: 'reads',
  summary:
    'Print the rules that the users of the connections need, and no more, for ACL SETUSER of Redis 7.0 and later.',
  examples: ['generate acl', 'generate acl --dead-letters --json'],
  loadsHandlers: true,
  configure: (command) =>
    void command.option('--dead-letters', 'also what is needed to see, replay and remove dead letters'),
  async run({ options, output, programs }) {
    const connections = await programs.run('generateAcl', { deadLetters: options.deadLetters ?? false });
    output.data(connections, () =>
      connections
        .map(
          ({ connection, functions, rules }) =>
            `# ${connection}: ${functions.join(', ')}\nACL SETUSER ${connection} on resetchannels ${rules.join(' ')}`,
        )
        .join('\n'),
    );
    return undefined;
  },
});
