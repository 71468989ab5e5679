import { expect } from 'chai';
import { fileURLToPath } from 'node:url';
import { repository } from '../../support/repository.js';
import { outputOf } from '../../support/run-program.js';

const program = fileURLToPath(new URL('./memory-program.js', import.meta.url));

describe('the memory of a fake', function () {
  this.timeout(180_000);

  it('is the same after a million operations', async () => {
    const output = await outputOf(['--expose-gc', program], { cwd: repository });
    const { operations, grownByBytes } = JSON.parse(output) as { operations: number; grownByBytes: number };
    expect(operations).to.equal(1_000_000);
    expect(grownByBytes).to.be.below(1_000_000);
  });
});
