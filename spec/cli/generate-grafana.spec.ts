import { expect } from 'chai';
import { parse } from 'yaml';
import { alertRules, grafanaDashboard } from '../../lib/telemetry/index.js';
import { runCommand, runForJson } from './support/run-command.js';

const generate = ['generate', 'grafana'];

describe('redis-triggers generate grafana', () => {
  it('prints the dashboard, with --json or without', async () => {
    const { exitCode, stdout, stderr } = await runCommand(generate);
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).to.deep.equal(grafanaDashboard());
    expect(await runForJson(generate)).to.deep.equal({ exitCode: 0, document: grafanaDashboard() });
  });

  it('prints the alert rules as YAML, and with --json as a document', async () => {
    const rules = await alertRules();
    expect(await runCommand([...generate, '--rules'])).to.deep.equal({
      exitCode: 0,
      stdout: rules,
      stderr: '',
    });
    const { document } = await runForJson([...generate, '--rules']);
    expect(document).to.deep.equal(parse(rules));
  });

  it('leaves out units in the names of metrics where asked to', async () => {
    const options = { unitSuffixes: false };
    const { document } = await runForJson([...generate, '--no-unit-suffixes']);
    expect(document).to.deep.equal(grafanaDashboard(options)).and.not.deep.equal(grafanaDashboard());
    const { stdout } = await runCommand([...generate, '--rules', '--no-unit-suffixes']);
    expect(stdout).to.equal(await alertRules(options));
  });
});
