import { expect } from 'chai';
import { popNow, popOrWait, pushBack, type Pop } from '../../lib/list/pop-commands.js';
import { element } from '../support/messages.js';

const redis5 = { version: '5.0', popCount: false, multiPop: false };
const redis62 = { version: '6.2', popCount: true, multiPop: false };
const redis7 = { version: '7.0', popCount: true, multiPop: true };

describe('a pop', () => {
  const cases: [string, Pop, unknown[]][] = [
    ['from the left', popNow(['k'], 'left', 5, redis7), ['LPOP', 'k', 5]],
    ['from the right', popNow(['k'], 'right', 5, redis62), ['RPOP', 'k', 5]],
    ['without COUNT before Redis 6.2', popNow(['k'], 'left', 5, redis5), ['LPOP', 'k']],
    [
      'from several keys',
      popNow(['k', 'l'], 'right', 5, redis7),
      ['LMPOP', 2, 'k', 'l', 'right', 'COUNT', 5],
    ],
    ['that waits', popOrWait(['k'], 'left', 5, 1500, redis7), ['BLMPOP', 1.5, 1, 'k', 'left', 'COUNT', 5]],
    [
      'that waits for several keys',
      popOrWait(['k', 'l'], 'left', 5, 1000, redis7),
      ['BLMPOP', 1, 2, 'k', 'l', 'left', 'COUNT', 5],
    ],
    ['that waits before Redis 7', popOrWait(['k', 'l'], 'left', 5, 10, redis62), ['BLPOP', 'k', 'l', 0.01]],
    ['that waits on the right', popOrWait(['k'], 'right', 5, 1000, redis5), ['BRPOP', 'k', 1]],
  ];
  for (const [what, { command }, expected] of cases) {
    it(`${what} is ${expected.join(' ')}`, () => expect(command).to.deep.equal(expected));
  }

  const bytes = (...texts: string[]) => texts.map((text) => Buffer.from(text));
  const replies: [string, Pop, unknown, unknown[]][] = [
    ['none', popNow(['k'], 'left', 5, redis7), null, []],
    ['several', popNow(['k'], 'left', 5, redis7), bytes('a', 'b'), [element('a'), element('b')]],
    ['one', popNow(['k'], 'left', 5, redis5), Buffer.from('a'), [element('a')]],
    ['an empty one', popNow(['k'], 'left', 5, redis5), Buffer.alloc(0), [element('')]],
    ['an empty one of several', popNow(['k'], 'left', 5, redis7), bytes(''), [element('')]],
    ['none of several keys', popNow(['k', 'l'], 'left', 5, redis7), null, []],
    [
      'those of the second key',
      popNow(['k', 'l'], 'left', 5, redis7),
      [Buffer.from('l'), bytes('a', '')],
      [element('a', 'l'), element('', 'l')],
    ],
    [
      'one that was waited for',
      popOrWait(['k', 'l'], 'left', 1, 1, redis5),
      bytes('l', ''),
      [element('', 'l')],
    ],
    ['none that was waited for', popOrWait(['k'], 'left', 1, 1, redis7), null, []],
  ];
  for (const [what, { read }, reply, elements] of replies) {
    it(`reads ${what}`, () => expect(read(reply)).to.deep.equal(elements));
  }
});

describe('pushBack', () => {
  const popped = [element('first'), element('second')];

  it('puts elements back at the end they came from, so that the first is popped first again', () => {
    // LPUSH and RPUSH push one after the other: the last of the command ends up outermost.
    expect(pushBack('k', 'left', popped)).to.deep.equal([
      'LPUSH',
      'k',
      Buffer.from('second'),
      Buffer.from('first'),
    ]);
    expect(pushBack('k', 'right', popped)).to.deep.equal([
      'RPUSH',
      'k',
      Buffer.from('second'),
      Buffer.from('first'),
    ]);
  });
});
