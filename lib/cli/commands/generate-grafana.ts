import { alertRules, ruleFile } from '../../telemetry/dashboard/alert-rules.js';
import { grafanaDashboard } from '../../telemetry/dashboard/grafana-dashboard.js';
import { defineCommand } from '../frame/command-spec.js';

interface GrafanaOptions {
  readonly rules?: true;
  readonly unitSuffixes: boolean;
}

export const generateGrafana = defineCommand<GrafanaOptions>({
  usage: 'grafana',
  effect: 'reads',
  summary: 'Print a dashboard for Grafana, or alert rules for Prometheus, of the metrics of this package.',
  examples: ['generate grafana > dashboard.json', 'generate grafana --rules > alerts.yaml'],
  loadsHandlers: false,
  configure: (command) =>
    void command
      .option('--rules', 'the alert rules, as the YAML of a rule file')
      .option('--no-unit-suffixes', "for the Prometheus exporter of OpenTelemetry's JavaScript SDK"),
  async run({ options: { rules, unitSuffixes }, output }) {
    if (rules) {
      const yaml = output.isJson ? '' : await alertRules({ unitSuffixes });
      output.data(ruleFile({ unitSuffixes }), () => yaml);
      return undefined;
    }
    const dashboard = grafanaDashboard({ unitSuffixes });
    output.data(dashboard, () => JSON.stringify(dashboard, null, 2));
    return undefined;
  },
});
