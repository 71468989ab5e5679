import { Queue, Worker, type ConnectionOptions } from 'bullmq';

type Deliver = (user: string, text: string) => Promise<void>;

// #region before
interface Mail {
  user: string;
  text: string;
}

export const openQueue = (connection: ConnectionOptions): Queue<Mail> =>
  new Queue('mails', {
    connection,
    defaultJobOptions: { attempts: 4, backoff: { type: 'exponential', delay: 1_000 } },
  });

export async function welcome(queue: Queue<Mail>, user: string): Promise<void> {
  await queue.add('mail', { user, text: 'welcome' }, { delay: 60_000 });
}

export const startWorker = (connection: ConnectionOptions, deliver: Deliver): Worker<Mail> =>
  new Worker('mails', (job) => deliver(job.data.user, job.data.text), {
    connection,
    concurrency: 10,
    limiter: { max: 100, duration: 60_000 },
  });
// #endregion before
