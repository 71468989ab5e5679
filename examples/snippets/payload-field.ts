import { IsString } from 'class-validator';
import { Payload, RedisStreamTrigger } from 'redis-triggers';

class Login {
  @IsString()
  user!: string;
}

// #region handler
/** XADD logins * data '{"user":"ada"}' */
export class Audit {
  @RedisStreamTrigger({ connection: 'redisLocalhost', key: 'logins', payloadField: 'data' })
  onLogin(@Payload() login: Login): void {
    console.log(login.user);
  }
}
// #endregion handler
