import { expect } from 'chai';
import { errorCodes } from '../../lib/errors/error-codes.js';
import { codeIn, readText, tableRows } from './pages.js';
import { outputOf } from '../support/run-program.js';
import { repository } from '../support/repository.js';

describe('docs/troubleshooting.md', () => {
  const rows = tableRows(readText('docs/troubleshooting.md'));

  it('names only codes that there are', () => {
    const codes = rows.flatMap(([, code = '']) => codeIn(code)).filter((code) => /^[A-Z_]+$/.test(code));
    expect(codes).to.have.length.above(20);
    for (const code of codes) expect(errorCodes).to.have.property(code);
  });

  it('names only commands that there are', async () => {
    const commands = rows
      .flatMap((row) => row.flatMap(codeIn))
      .flatMap((code) => /^(?:npx )?redis-triggers (\w+)/.exec(code)?.[1] ?? []);
    const help = await outputOf(['dist/package/cli/main.js', '--help'], { cwd: repository });
    for (const command of new Set(commands)) expect(help).to.match(new RegExp(`^  ${command}\\b`, 'm'));
  });

  it('has a way to see each symptom, and a remedy', () => {
    for (const [symptom = '', , command = '', remedy = ''] of rows)
      expect([command, remedy], symptom).to.not.include('');
  });
});
