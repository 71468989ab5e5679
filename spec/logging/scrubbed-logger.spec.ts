import { expect } from 'chai';
import { scrubbedLogger } from '../../lib/logging/scrubbed-logger.js';
import { Secrets } from '../../lib/logging/secrets.js';
import { RecordingLogger } from '../support/recording-logger.js';

describe('scrubbedLogger', () => {
  function loggerFor() {
    const secrets = new Secrets();
    secrets.add('sesame');
    const recording = new RecordingLogger();
    return { logger: scrubbedLogger(recording, secrets), lines: recording.lines };
  }

  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    it(`takes secrets out of the text and the fields of ${level}`, () => {
      const { logger, lines } = loggerFor();
      logger[level]({ a: 'x sesame', b: 5, c: { d: 'sesame' } }, 'open sesame');
      expect(lines).to.deep.equal([
        { level, fields: { a: 'x ***', b: 5, c: { d: '***' } }, text: 'open ***' },
      ]);
    });
  }

  it('takes secrets out of the fields and the lines of a child, and of its child', () => {
    const { logger, lines } = loggerFor();
    logger.child({ a: 'sesame' }).child({ b: 'sesame' }).warn({ c: 'sesame' }, 'sesame');
    expect(lines[0]).to.deep.equal({ level: 'warn', fields: { a: '***', b: '***', c: '***' }, text: '***' });
  });

  it('takes secrets out of arrays, objects without a prototype and errors that a handler logs', () => {
    const { logger, lines } = loggerFor();
    const bare = Object.assign(Object.create(null) as object, { a: 'sesame' });
    const err = Object.assign(new Error('sesame'), { command: { args: ['sesame'] } });
    logger.info({ list: ['sesame', ['sesame']], bare, err }, 'text');
    const { fields } = lines[0] ?? {};
    expect(JSON.stringify(fields)).to.not.include('sesame');
    expect(fields).to.deep.include({ list: ['***', ['***']], bare: { a: '***' } });
    expect(fields?.err).to.include({ name: 'Error', message: '***' });
  });

  it('survives what contains itself', () => {
    const { logger, lines } = loggerFor();
    const round: Record<string, unknown> = { a: 'sesame' };
    round.round = round;
    logger.info(round, 'text');
    expect(JSON.stringify(lines)).to.not.include('sesame');
  });

  it('leaves other values as they are', () => {
    const { logger, lines } = loggerFor();
    const fields = { date: new Date(0), none: null, absent: undefined, yes: true };
    logger.info(fields, 'text');
    expect(lines[0]?.fields).to.deep.equal(fields);
  });
});
