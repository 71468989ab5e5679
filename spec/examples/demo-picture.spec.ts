import { expect } from 'chai';
import { readText } from '../docs/pages.js';
import { demoPicture, linesOf, runDemo, shortened } from '../support/draw-demo.js';

describe('the picture of the demo', function () {
  this.timeout(60_000);

  it('shows what the demo prints, but for times and the order of what runs side by side', async () => {
    const shown = linesOf(readText(demoPicture));
    const printed = (await runDemo()).map(shortened);
    expect(comparable(shown), 'draw it again: npm run demo:picture').to.deep.equal(comparable(printed));
  });
});

function comparable(lines: readonly string[]): string[] {
  return lines
    .map((line) => line.replace(/^[\d:.]{12} /, 'at ').replace(/\(\d+\.\d ms\)/, '(some ms)'))
    .map((line) => line.trimEnd())
    .sort();
}
