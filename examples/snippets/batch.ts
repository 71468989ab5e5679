import { IsString } from 'class-validator';
import {
  Message,
  Payload,
  RedisListTrigger,
  RedisMessageModel,
  RedisStreamTrigger,
  StreamEntry,
} from 'redis-triggers';

class Line {
  @IsString()
  text!: string;
}

// #region handler
export class Batches {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'lines', batch: true, count: 100 })
  onMessages(messages: RedisMessageModel[]): void {
    console.log(messages.length);
  }

  @RedisStreamTrigger({ connection: 'redisLocalhost', key: 'entries', batch: true })
  onEntries(@Message(StreamEntry) entries: StreamEntry[]): void {
    console.log(entries.map(({ id }) => id));
  }

  @RedisListTrigger({ connection: 'redisLocalhost', key: 'json', batch: true })
  onPayloads(@Payload(Line) lines: Line[]): void {
    console.log(lines.map(({ text }) => text));
  }
}
// #endregion handler
