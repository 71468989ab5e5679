import { expect } from 'chai';
import { mostCharacters, scrubbedDescription } from '../../lib/logging/scrubbed-description.js';
import { scrubbedLogger } from '../../lib/logging/scrubbed-logger.js';
import { Secrets } from '../../lib/logging/secrets.js';
import { describeError } from '../../lib/errors/describe-error.js';
import { RecordingLogger } from '../support/recording-logger.js';

const huge = 'x'.repeat(8 << 20);
const mark = '… (8,388,608 characters in all)';

describe('scrubbedDescription', () => {
  let secrets: Secrets;

  beforeEach(() => {
    secrets = new Secrets();
  });

  it('cuts what is too long, says how long it was, and keeps the calls of the stack', () => {
    const { name, message, stack } = scrubbedDescription(secrets)(new TypeError(huge));
    expect(name).to.equal('TypeError');
    expect(message).to.equal('x'.repeat(mostCharacters) + mark);
    expect(stack).to.have.length.below(3 * mostCharacters);
    expect(stack).to.include('TypeError: xxx').and.include('scrubbed-description.spec');
  });

  it('cuts every text of an error, whatever it is', () => {
    const error = Object.assign(new Error('short'), { name: huge, code: huge, stack: huge });
    for (const text of Object.values(scrubbedDescription(secrets)(error))) {
      expect(text).to.have.length.below(mostCharacters + 100);
    }
  });

  it('leaves no part of a secret that lies where the text is cut', () => {
    secrets.add('the-secret-word');
    for (let before = mostCharacters - 40; before < mostCharacters + 2; before++) {
      const text = `${'the-secret-word,'.repeat(40).padEnd(before, ' ')}the-secret-word${huge}`;
      const { message } = scrubbedDescription(secrets)(new Error(text));
      expect(message).to.match(/^[*, ]*x*… \([\d,]+ characters in all\)$/);
    }
  });

  it('does not cut a character in two', () => {
    const { message } = scrubbedDescription(secrets)(new Error(`x${'😀'.repeat(mostCharacters)}`));
    expect(message).to.match(/^x(😀)+… \(16,385 characters in all\)$/u);
  });

  it('looks at no causes, however many there are, or whether they go in a circle', () => {
    const error = new Error('the last');
    error.cause = error;
    expect(scrubbedDescription(secrets)(error)).to.include({ name: 'Error', message: 'the last' });
  });

  it('is what a logger writes of an error, also of one that was described before', () => {
    const recorded = new RecordingLogger();
    const logger = scrubbedLogger(recorded, secrets);
    logger.error({ error: new Error(huge) }, 'as it is');
    logger.error({ error: describeError(new Error(huge)) }, 'described');
    for (const line of recorded.lines) {
      expect(JSON.stringify(line))
        .to.have.length.below(4 * mostCharacters)
        .and.include(mark);
    }
  });
});
