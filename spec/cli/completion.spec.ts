import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { runCommand } from './support/run-command.js';

describe('the completion of bash', () => {
  let script = '';

  before(async () => {
    script = (await runCommand(['completion', 'bash'])).stdout;
  });

  /** What bash offers behind these words; the last one is being typed. */
  function offered(...words: string[]): string[] {
    const typed = words.map((word) => `'${word}'`).join(' ');
    const ask = `COMP_WORDS=(redis-triggers ${typed}); COMP_CWORD=${words.length}; _redis_triggers; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' });
    expect(stderr).to.equal('');
    return stdout.split('\n').filter((line) => line !== '');
  }

  it('offers commands that begin like the word', () => {
    expect(offered('li')).to.deep.equal(['list']);
    expect(offered('co')).to.deep.equal(['completion']);
  });

  it('offers the options of the command that stands before', () => {
    expect(offered('list', '--im')).to.deep.equal(['--import']);
    expect(offered('list', 'a.js', '--js')).to.deep.equal(['--json']);
    expect(offered('explain', '--im')).to.deep.equal([]);
  });
});
