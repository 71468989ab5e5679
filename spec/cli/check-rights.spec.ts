import { expect } from 'chai';
import { Redis } from 'ioredis';
import { rulesByPlace, type ConnectionUse } from '../../lib/cli/acl/connection-rules.js';
import { checkRights } from '../../lib/cli/checking/check-rights.js';
import type { Finding } from '../../lib/cli/checking/finding.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { aclTriggers } from '../support/acl-triggers.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { senderOf } from '../support/sender-of.js';
import { describeOnServers } from './support/servers.js';

const own = ['+acl|whoami', '+acl|getuser'];

/** Before 7.0 the rules are others. */
const isNew = Number(redisServerVersion?.split('.')[0] ?? 7) >= 7;

(isNew ? describe : describe.skip)('checkRights', () => {
  describeOnServers('for a user', (redis) => {
    let client: Redis;
    let use: ConnectionUse;

    const setUser = (...rules: string[]): Promise<unknown> =>
      redis.client.call(
        'ACL',
        'SETUSER',
        'worker',
        'reset',
        'on',
        '>secret',
        'resetchannels',
        ...rules,
        ...own,
      );
    const check = (): Promise<Finding[]> => checkRights(use, senderOf(client));
    const missing = async (): Promise<string[]> =>
      (await check()).map(({ what }) => what.replace('the user "worker" lacks rights: ', ''));
    const needed = (): string[] => [
      ...new Set(
        rulesByPlace(use)
          .slice(1)
          .flatMap(({ rules }) => rules),
      ),
    ];
    const useOf = (...triggers: MethodDecorator[]): ConnectionUse => ({
      functions: triggers.map((trigger) => describeOne(classWith(trigger))),
      target: {},
    });

    before(async () => {
      await setUser();
      client = new Redis(redis.url, { username: 'worker', password: 'secret', enableReadyCheck: false });
      client.on('error', () => undefined);
    });
    after(() => client.disconnect());

    for (const [title, trigger] of Object.entries(aclTriggers)) {
      it(`finds each right that ${title} lacks, and nothing once its remedy was followed`, async () => {
        use = useOf(trigger);
        const rules = needed();
        await setUser(...rules);
        expect(await check()).to.deep.equal([]);
        for (const rule of rules) {
          await setUser(...rules.filter((each) => each !== rule));
          const [found, ...others] = await check();
          expect(others).to.deep.equal([]);
          expect(found).to.deep.equal({
            code: 'REDIS_FORBIDDEN',
            place: 'acl',
            what: `the user "worker" lacks rights: ${rule}`,
            remedy: `Run ACL SETUSER worker ${rule}`,
          });
          await redis.client.call(...(found?.remedy.replace('Run ', '').split(' ') as [string]));
          expect(await check(), rule).to.deep.equal([]);
        }
      });
    }

    it('finds what a function needs to send what it returns, at its place', async () => {
      const trigger = RedisPubSubTrigger({ connection: 'redis', channel: 'news:*' });
      const descriptor = describeOne(classWith(trigger));
      const outputs = [{ functionId: 'Shop.onOrder', descriptor, source: 'news:shop' }];
      use = { functions: [], outputs, target: {} };
      await setUser('&news:shop', '+publish');
      expect(await check()).to.deep.equal([]);
      await setUser('&news:other', '+subscribe');
      expect(await check()).to.deep.equal([
        {
          code: 'REDIS_FORBIDDEN',
          place: 'Shop.onOrder',
          what: 'the user "worker" lacks rights: &news:shop +publish',
          remedy: 'Run ACL SETUSER worker &news:shop +publish',
        },
      ]);
    });

    it('finds what the fleet needs, at its place', async () => {
      use = { ...useOf(aclTriggers['a list']), fleetName: 'shop' };
      const rules = needed();
      await setUser(...rules);
      expect(await check()).to.deep.equal([]);
      await setUser(...rules.filter((rule) => !/fleet|zadd/.test(rule)));
      const [found, ...others] = await check();
      expect(others).to.deep.equal([]);
      expect(found).to.include({
        place: 'the fleet shop',
        what: 'the user "worker" lacks rights: ~{redis-triggers:fleet:shop}:* +zadd',
      });
    });

    it('takes wider rules for what they are', async () => {
      use = useOf(aclTriggers['a list'], aclTriggers['a channel'], aclTriggers['a pattern (`orders:*`)']);
      await setUser('~*', '&*', '+@all');
      expect(await missing()).to.deep.equal([]);
      await setUser('~orders*', '~{orders}*', '&orders*', '+@all', '-@dangerous');
      expect(await missing()).to.deep.equal(['&orders:*']);
      await setUser('%R~orders', '~{orders}*', '&orders', '&orders:*', '+@all');
      expect(await missing()).to.deep.equal(['~orders']);
    });

    it('looks into categories', async () => {
      use = useOf(aclTriggers['a stream'], aclTriggers['a list']);
      const rights = ['~*', '&*', '+command|info'];
      await setUser(...rights, '+@stream', '+@transaction');
      expect(await missing()).to.deep.equal(['+lpop +blmpop +lpush']);
      await setUser(...rights, '+@all', '-@blocking', '+blmpop');
      expect(await missing()).to.deep.equal(['+xreadgroup']);
      await setUser('~*', '&*', '+@stream');
      expect(await missing(), 'may not look').to.deep.equal([]);
    });

    it('takes each selector for itself', async () => {
      use = useOf(aclTriggers['a channel']);
      const selector = ['commands', '-@all +subscribe', 'keys', '', 'channels', '&orders'];
      const rules = ['commands', '-@all', 'keys', '~*', 'channels', '', 'selectors', [selector]];
      const answers: Readonly<Record<string, unknown>> = { WHOAMI: 'worker', GETUSER: rules };
      const sender = { send: ([, what]: readonly unknown[]) => Promise.resolve(answers[String(what)]) };
      expect(await checkRights(use, sender)).to.deep.equal([]);
    });

    it('asks for no channels where the server has no rules for them', async () => {
      use = useOf(aclTriggers['a channel']);
      const answers: Readonly<Record<string, unknown>> = {
        WHOAMI: 'worker',
        GETUSER: ['flags', ['on'], 'passwords', [], 'commands', '-@all +subscribe', 'keys', []],
      };
      const sender = { send: ([, what]: readonly unknown[]) => Promise.resolve(answers[String(what)]) };
      expect(await checkRights(use, sender)).to.deep.equal([]);
    });

    it('says nothing where it may not read the rules', async () => {
      use = useOf(aclTriggers['a list']);
      await redis.client.call('ACL', 'SETUSER', 'worker', '-acl');
      expect(await check()).to.deep.equal([]);
    });
  });
});
