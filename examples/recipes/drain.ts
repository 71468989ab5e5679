// #region recipe
import { setTimeout as sleep } from 'node:timers/promises';
import { createRuntime, RedisListTrigger, RedisMessageModel, stopOnSignals } from 'redis-triggers';

class Videos {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'videos', delivery: 'atLeastOnce', concurrency: 1 })
  async onVideo(video: RedisMessageModel, signal: AbortSignal): Promise<void> {
    console.log(`begins ${video.message}`);
    await sleep(Number(video.message), undefined, { signal }); // what takes long gets the signal
    console.log(`ends ${video.message}`);
  }
}

// Below terminationGracePeriodSeconds: 30
const runtime = await createRuntime({ handlers: [Videos], shutdownTimeoutInMs: 25_000 });
stopOnSignals(runtime);
await runtime.start();
// #endregion recipe
