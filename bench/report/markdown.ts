import type { ScenarioReport } from './scenario-report.js';

/** The tables of a run: the targets first, then each scenario. */
export function reportAsMarkdown(reports: readonly ScenarioReport[]): string {
  return [verdictTable(reports), ...reports.map(section)].join('\n\n');
}

function verdictTable(reports: readonly ScenarioReport[]): string {
  const rows = reports.flatMap(({ title, verdicts }) =>
    verdicts.map(({ what, target, result, isMet }) => [
      `${title}: ${what}`,
      ...[target, result, isMet ? 'yes' : '**no**'],
    ]),
  );
  return `### Targets and results\n\n${table(['what', 'target', 'result', 'met'], rows)}`;
}

function section({ title, conditions, head, rows, remark }: ScenarioReport): string {
  const text = `### ${title}\n\n${conditions}\n\n${table(head, rows)}`;
  return remark ? `${text}\n\n${remark}` : text;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
