import { expect } from 'chai';
import { connectionLabel } from '../../lib/connection-strings/connection-label.js';
import { parseConnectionString } from '../../lib/connection-strings/parse-connection-string.js';

describe('connectionLabel', () => {
  const cases: [string, string][] = [
    ['127.0.0.1:6379', '127.0.0.1:6379'],
    ['redis://127.0.0.1/2', '127.0.0.1:6379/2'],
    ['redis://127.0.0.1/0', '127.0.0.1:6379'],
    ['rediss://user:p%40ss@host:6380/2', 'host:6380/2'],
    ['[::1]:6379,user=u,password=p', '[::1]:6379'],
    ['!/run/redis.sock', 'unix:/run/redis.sock'],
    ['s1,s2,serviceName=mymaster,password=p,sentinelPassword=q', 'mymaster@s1:26379,s2:26379'],
  ];
  for (const [text, label] of cases) {
    it(`says ${label} for ${text}`, () => {
      expect(connectionLabel(parseConnectionString(text, 'orders'))).to.equal(label);
    });
  }
});
