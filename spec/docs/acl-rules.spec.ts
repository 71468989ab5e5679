import { expect } from 'chai';
import { aclRulesOf, deadLetterRulesOf, rulesOfConnection } from '../../lib/cli/acl/acl-rules.js';
import { delayerRulesOf, senderRulesOf } from '../../lib/cli/acl/sender-rules.js';
import { memberRulesOf, visitorRulesOf } from '../../lib/cli/acl/fleet-rules.js';
import { readText, sectionOf } from './pages.js';
import { pageRules } from '../support/acl-rules.js';
import { aclSenders, aclTriggers, deadLetterTriggers } from '../support/acl-triggers.js';
import { classWith, describeOne } from '../support/describe-classes.js';

describe('docs/fleet.md', () => {
  it('has the rights of a process and of whoever looks that generate acl prints', () => {
    const section = sectionOf(readText('docs/fleet.md'), 'What is in Redis');
    const lines = [...section.matchAll(/^~\{.*$/gm)].map(([line]) =>
      line.replace('<name>', 'shop').split(' '),
    );
    expect(lines).to.deep.equal([memberRulesOf('shop'), visitorRulesOf('shop')]);
  });
});

describe('docs/security.md', () => {
  const functionOf = (trigger: MethodDecorator) => describeOne(classWith(trigger));

  it('has the rules of every connection that generate acl prints', () => {
    expect(pageRules.get('every connection')).to.have.members(rulesOfConnection);
  });

  it('has no other rows than those that are compared here', () => {
    const titles = [
      'every connection',
      ...Object.keys(aclTriggers),
      ...Object.keys(deadLetterTriggers),
      ...Object.keys(aclSenders),
    ];
    expect(titles).to.have.members([...pageRules.keys()]);
  });

  for (const [title, trigger] of Object.entries(aclTriggers)) {
    it(`has the rules for ${title} that generate acl prints`, () => {
      expect(aclRulesOf(functionOf(trigger))).to.have.members([...new Set(pageRules.get(title))]);
    });
  }

  for (const [title, trigger] of Object.entries(deadLetterTriggers)) {
    it(`has the rules for ${title} that generate acl --dead-letters prints`, () => {
      expect(deadLetterRulesOf(functionOf(trigger))).to.have.members([...new Set(pageRules.get(title))]);
    });
  }

  for (const [title, sender] of Object.entries(aclSenders)) {
    it(`has the rules for ${title} that generate acl --send prints`, () => {
      const descriptor = functionOf(sender.trigger);
      const rules = [
        ...senderRulesOf(descriptor),
        ...('isDelayed' in sender ? delayerRulesOf(descriptor) : []),
      ];
      expect(rules).to.have.members([...(pageRules.get(title) ?? [])]);
    });
  }
});
