import { expect } from 'chai';
import { UnansweredCommands, type UnansweredCommand } from '../../lib/connection/unanswered-commands.js';

describe('UnansweredCommands', () => {
  const rejections: unknown[] = [];
  const sentAt = (time: number, allowedInMs = 10): UnansweredCommand => ({
    sentAt: time,
    allowedInMs,
    reject: (error) => rejections.push(error),
  });

  it('knows when the oldest reply is due, in whatever order the others come', () => {
    const unanswered = new UnansweredCommands();
    const [first, second, third] = [sentAt(1), sentAt(2), sentAt(3)];
    for (const command of [first, second, third]) unanswered.add(command);
    unanswered.remove(second);
    expect(unanswered.oldestDeadline).to.equal(11);
    unanswered.remove(first);
    expect(unanswered.oldestDeadline).to.equal(13);
    unanswered.remove(third);
    expect(unanswered.oldestDeadline).to.equal(undefined);
  });

  it('knows the longest time that one of them may take', () => {
    const unanswered = new UnansweredCommands();
    expect(unanswered.longestAllowedInMs).to.equal(0);
    for (const allowedInMs of [5, 700, 20]) unanswered.add(sentAt(0, allowedInMs));
    expect(unanswered.longestAllowedInMs).to.equal(700);
  });

  it('rejects all of them once', () => {
    const unanswered = new UnansweredCommands();
    unanswered.add(sentAt(1));
    unanswered.add(sentAt(2));
    unanswered.rejectAll(() => new Error('closed'));
    unanswered.rejectAll(() => new Error('again'));
    expect(rejections.map(String)).to.deep.equal(['Error: closed', 'Error: closed']);
    expect(unanswered.oldestDeadline).to.equal(undefined);
  });
});
