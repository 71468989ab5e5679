import { redisServerVersion } from '../../support/redis-binary.js';
import { RedisServer } from '../../support/redis-server.js';
import { describeSlowLink } from './describe-slow-link.js';

if (redisServerVersion === undefined) describe.skip('On a slow link', () => undefined);
else describeSlowLink(`Redis ${redisServerVersion}`, () => RedisServer.start());
