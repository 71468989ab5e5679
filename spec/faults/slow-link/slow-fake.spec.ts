import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { describeSlowLink } from './describe-slow-link.js';

describeSlowLink('the fake', async () => {
  const fake = new FakeRedis();
  const { port } = await fake.listen();
  return { port, stop: () => fake.close() };
});
