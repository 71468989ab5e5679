import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from './repository.js';
import { outputOf } from './run-program.js';

export const demoPicture = 'docs/demo.svg';

const width = 1180;
const lineHeight = 18;
const top = 58;
/** The longest line that fits, in characters. */
const columns = 134;
const delayOfLineInSeconds = 0.35;

const colours: Readonly<Record<string, string>> = { ok: 'good', failed: 'bad', refused: 'bad' };

/** Runs one round of the demo on its embedded Redis: the lines that it prints. */
export async function runDemo(): Promise<string[]> {
  const output = await outputOf(['dist/examples/demo/main.js', '--once'], {
    cwd: repository,
    env: { REDIS_URL: '' },
  });
  return output.trimEnd().split('\n');
}

/** A picture of a terminal in which the lines appear one after another; where nothing may move, all are there. */
export function drawTerminal(lines: readonly string[]): string {
  const height = top + lines.length * lineHeight + 14;
  const texts = lines.map((line, index) => {
    const y = top + index * lineHeight;
    const style = `animation-delay:${(index * delayOfLineInSeconds).toFixed(2)}s`;
    return `<text class="line" style="${style}" x="20" y="${y}">${coloured(shortened(line))}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="One round of the demo in a terminal">
<style>
.line { font: 13.5px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #d8dee9; white-space: pre; animation: appear 0.01s both }
.good { fill: #8fd18b } .bad { fill: #f28b82 } .title { font: 13px system-ui, sans-serif; fill: #9aa4b2 }
@keyframes appear { from { opacity: 0 } to { opacity: 1 } }
@media (prefers-reduced-motion: reduce) { .line { animation: none } }
</style>
<rect width="${width}" height="${height}" rx="10" fill="#1b212c"/>
<circle cx="22" cy="20" r="6" fill="#f28b82"/><circle cx="42" cy="20" r="6" fill="#f2c879"/><circle cx="62" cy="20" r="6" fill="#8fd18b"/>
<text class="title" x="${width / 2}" y="25" text-anchor="middle">npm run demo -- --once</text>
${texts.join('\n')}
</svg>
`;
}

/** The lines that a picture shows. */
export function linesOf(picture: string): string[] {
  return [...picture.matchAll(/<text class="line"[^>]*>(.*)<\/text>/g)].map(([, text = '']) =>
    text
      .replace(/<\/?tspan[^>]*>/g, '')
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  );
}

export function shortened(line: string): string {
  return line.length > columns ? `${line.slice(0, columns - 1)}…` : line;
}

function coloured(line: string): string {
  return escaped(line).replace(
    / (ok|failed|refused) (?= )/,
    (_, state: string) => ` <tspan class="${colours[state] ?? ''}">${state}</tspan> `,
  );
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(join(repository, demoPicture), drawTerminal(await runDemo()));
