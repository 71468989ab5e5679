import { numberText } from './number-text.js';
import type { Bar, ScenarioReport } from './scenario-report.js';

const width = 840;
const labelWidth = 330;
const barWidth = 400;
const lineHeight = 22;

/**
 * Messages a second as bars. The longest bar of each scenario is as long as that of any other: within a scenario
 * they can be compared, beyond it they cannot.
 */
export function reportAsSvg(reports: readonly ScenarioReport[]): string {
  const lines: string[] = [];
  let y = 30;
  for (const { title, bars = [] } of reports) {
    if (bars.length === 0) continue;
    lines.push(`<text x="10" y="${y}" class="title">${escape(title)}</text>`);
    y += lineHeight;
    const longest = Math.max(...bars.map(({ value }) => value));
    for (const bar of bars) {
      lines.push(barAt(y, bar, longest));
      y += lineHeight;
    }
    y += lineHeight / 2;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img" aria-label="Messages a second">
<style>text{font:13px sans-serif;fill:#222}.title{font-weight:bold}.ours{fill:#c6302b}.theirs{fill:#9aa5b1}</style>
<rect width="${width}" height="${y}" fill="#fff"/>
${lines.join('\n')}
</svg>
`;
}

function barAt(y: number, { label, value, isOurs }: Bar, longest: number): string {
  const length = Math.max(1, Math.round((value / longest) * barWidth));
  return [
    `<text x="${labelWidth}" y="${y}" text-anchor="end">${escape(label)}</text>`,
    `<rect x="${labelWidth + 8}" y="${y - 12}" width="${length}" height="15" class="${isOurs ? 'ours' : 'theirs'}"/>`,
    `<text x="${labelWidth + length + 14}" y="${y}">${numberText(value)}/s</text>`,
  ].join('');
}

function escape(text: string): string {
  return text.replaceAll('`', '').replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
