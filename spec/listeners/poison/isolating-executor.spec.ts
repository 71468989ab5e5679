import { expect } from 'chai';
import type { Suspect } from '../../../lib/listeners/poison/isolated-permit.js';
import {
  IsolatingExecutor,
  type IsolatingExecutorOptions,
} from '../../../lib/listeners/poison/isolating-executor.js';
import { IsolationGate } from '../../../lib/listeners/poison/isolation-gate.js';
import type { ListElement } from '../../../lib/messages/list-element.js';
import { succeeded, type Outcome } from '../../../lib/messages/outcome.js';
import type { Permit } from '../../../lib/messages/permit.js';
import { settled } from '../../support/manual-clock.js';
import { element } from '../../support/messages.js';

describe('IsolatingExecutor', () => {
  let steps: string[];
  let ends: Map<string, () => void>;
  let permits: Map<string, Permit | undefined>;
  let mark: () => Promise<boolean>;
  let stopping: AbortController;
  let gate: IsolationGate;
  let executor: IsolatingExecutor;

  const nameOf = (message: unknown): string => String((message as ListElement).body);
  const suspect: Suspect = {
    mark: () => {
      steps.push('mark');
      return mark();
    },
    unmark: () => Promise.resolve(void steps.push('unmark')),
    onYield: () => void steps.push('suspect yields'),
  };
  const permit: Permit = {
    yield: () => void steps.push('yield'),
    reacquire: () => Promise.resolve(void steps.push('reacquire')),
  };

  beforeEach(() => {
    steps = [];
    ends = new Map();
    permits = new Map();
    mark = () => Promise.resolve(true);
    stopping = new AbortController();
    make('all');
  });

  function make(among: 'all' | 'suspects', changes: Partial<IsolatingExecutorOptions> = {}): void {
    gate = new IsolationGate(among);
    executor = new IsolatingExecutor({
      executor: {
        execute: ([message], given) => {
          const name = nameOf(message);
          steps.push(`begin ${name}`);
          permits.set(name, given);
          if (name.startsWith('quick')) return [succeeded];
          return new Promise<readonly Outcome[]>((resolve) => ends.set(name, () => resolve([succeeded])));
        },
      },
      gate,
      suspects: {
        suspectAmong: (messages) =>
          messages.some((each) => nameOf(each).startsWith('suspect')) ? suspect : undefined,
      },
      keepsTurn: false,
      stopping: stopping.signal,
      ...changes,
    });
  }

  /** Executes one message, and tells its outcome. */
  async function execute(name: string): Promise<void> {
    const [outcome] = await executor.execute([element(name)], permit);
    steps.push(`${outcome?.status} ${name}`);
  }
  async function end(name: string): Promise<void> {
    ends.get(name)?.();
    for (let turns = 0; turns < 5; turns++) await settled();
  }

  it('executes at once what is no suspect, and gives its outcome at once where it is known', () => {
    expect(executor.execute([element('quick')], permit)).to.deep.equal([succeeded]);
    expect(permits.get('quick')).to.equal(permit);
    expect(gate.isOpen).to.equal(true);
  });

  it('executes a suspect when nothing else runs, and nothing beside it', async () => {
    void execute('one');
    void execute('suspect');
    void execute('two');
    await settled();
    expect(steps).to.deep.equal(['begin one']);
    await end('one');
    expect(steps.slice(1)).to.have.members(['succeeded one', 'mark', 'begin suspect']);
    await end('suspect');
    expect(steps.slice(4)).to.have.members(['unmark', 'begin two', 'succeeded suspect']);
    await end('two');
    expect(gate.isOpen).to.equal(true);
  });

  it('begins what waited for a suspect before what comes as soon as the suspect has ended', async () => {
    const ended = execute('suspect');
    void execute('quick waited');
    await settled();
    const came = ended.then(() => execute('quick came'));
    await end('suspect');
    await came;
    const begun = steps.filter((step) => step.startsWith('begin quick'));
    expect(begun).to.deep.equal(['begin quick waited', 'begin quick came']);
  });

  it('does not begin a suspect that another process may have settled, and lets others begin', async () => {
    mark = () => Promise.resolve(false);
    await execute('suspect');
    expect(steps).to.deep.equal(['mark', 'cancelled suspect']);
    void execute('one');
    expect(steps.at(-1)).to.equal('begin one');
    await end('one');
  });

  it('begins nothing that waits for its turn when a stop begins', async () => {
    void execute('one');
    void execute('suspect');
    await settled();
    stopping.abort();
    await settled();
    expect(steps).to.deep.equal(['begin one', 'cancelled suspect']);
    await end('one');
  });

  it('lets others run while a suspect waits for its retry', async () => {
    void execute('suspect');
    void execute('one');
    await settled();
    permits.get('suspect')?.yield();
    await settled();
    expect(steps).to.deep.equal(['mark', 'begin suspect', 'yield', 'unmark', 'suspect yields', 'begin one']);
    steps = [];
    void permits
      .get('suspect')
      ?.reacquire(new AbortController().signal)
      .then(() => steps.push('again'));
    await settled();
    expect(steps).to.deep.equal(['reacquire']);
    await end('one');
    expect(steps.slice(1)).to.have.members(['succeeded one', 'mark', 'again']);
    await end('suspect');
    expect(steps.slice(4)).to.deep.equal(['unmark', 'succeeded suspect']);
  });

  it('keeps the turn of a suspect that waits for its retry where the order depends on it', async () => {
    make('all', { keepsTurn: true });
    void execute('suspect');
    await settled();
    expect(permits.get('suspect')).to.equal(permit);
    await end('suspect');
  });

  it('lets a suspect run while what may be retried waits for that', async () => {
    make('all', { mayYield: true });
    void execute('one');
    void execute('suspect');
    await settled();
    permits.get('one')?.yield();
    await settled();
    expect(steps).to.deep.equal(['begin one', 'yield', 'mark', 'begin suspect']);
    await end('one');
    expect(gate.isOpen, 'the suspect is inside').to.equal(false);
    await end('suspect');
    expect(gate.isOpen).to.equal(true);
  });

  it('executes what is no suspect beside one where that runs alone among suspects only', async () => {
    make('suspects');
    void execute('suspect');
    await settled();
    void execute('one');
    void execute('suspect 2');
    await settled();
    expect(steps).to.deep.equal(['mark', 'begin suspect', 'begin one', 'yield']);
    await end('suspect');
    expect(steps.slice(4)).to.have.members([
      'unmark',
      'reacquire',
      'mark',
      'begin suspect 2',
      'succeeded suspect',
    ]);
    await end('suspect 2');
    await end('one');
  });
});
