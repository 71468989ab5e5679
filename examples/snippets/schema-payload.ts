import { z } from 'zod';
import { Payload, RedisStreamTrigger } from 'redis-triggers';

// #region handler
const Login = z.object({ user: z.string().min(1), at: z.coerce.date() });

export class Audit {
  @RedisStreamTrigger({ connection: 'redisLocalhost', key: 'logins', payload: Login })
  onLogin(@Payload() login: z.infer<typeof Login>): void {
    console.log(`${login.user} at ${login.at.toISOString()}`);
  }
}
// #endregion handler
