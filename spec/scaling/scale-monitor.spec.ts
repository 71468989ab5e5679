import { expect } from 'chai';
import { createScaleMonitor } from '../../lib/scaling/create-scale-monitor.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { ownPort } from '../support/own-port.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { rejectionOf } from '../support/rejection-of.js';

class Orders {
  @RedisListTrigger({ connection: 'redis', key: 'orders' })
  onOrder(): void {
    // Only its backlog matters.
  }

  @RedisListTrigger({ connection: 'away', key: 'orders', name: 'away' })
  onOrderAway(): void {
    // Only its backlog matters.
  }
}

describe('createScaleMonitor', () => {
  let fake: FakeRedis;

  beforeEach(() => {
    fake = new FakeRedis();
  });
  afterEach(() => fake.close());

  it('says of a server that is away which function suffers, reads the others, and recovers by itself', async () => {
    const port = await ownPort();
    const logger = new RecordingLogger();
    await using monitor = await createScaleMonitor({
      handlers: [Orders],
      connections: { redis: fake.connectionOptions(), away: `127.0.0.1:${port}` },
      logger,
      samplingIntervalInMs: 20,
      timeoutInMs: 2_000,
    });
    const error = await rejectionOf(monitor.read('away'));
    expect(error).to.include({ code: 'SCALE_UNREADABLE', place: 'away' });
    expect(error.message).to.contain('"away"').and.contain('ECONNREFUSED');
    expect((await monitor.read('Orders.onOrder')).remaining).to.equal(0);
    await logger.until(({ text }) => text === 'the backlog cannot be read; it is tried again');
    const other = new FakeRedis();
    await other.listen(port);
    await logger.until(({ text }) => text === 'the backlog can be read again');
    expect((await monitor.read('away')).remaining).to.equal(0);
    expect(logger.lines.map(({ level }) => level)).to.deep.equal(['warn', 'info']);
    await other.close();
  });

  it('logs what its listeners throw or reject with, once each, and goes on', async () => {
    const logger = new RecordingLogger();
    const connections = { redis: fake.connectionOptions(), away: fake.connectionOptions() };
    await using monitor = await createScaleMonitor({
      handlers: [Orders],
      connections,
      logger,
      samplingIntervalInMs: 20,
    });
    const heard = new Recorder<string>();
    monitor.onRead(() => {
      throw new Error('thrown by a listener');
    });
    monitor.onRead(() => Promise.reject(new Error('rejected by a listener')));
    monitor.onRead(({ functionId }) => heard.add(functionId));
    expect((await monitor.read('away')).remaining).to.equal(0);
    await heard.until(6);
    expect(logger.lines.map(({ level, text }) => `${level}: ${text}`)).to.deep.equal([
      'error: a listener of the scale monitor failed',
      'error: a listener of the scale monitor failed',
    ]);
  });

  it('says that a password is refused, without showing it', async () => {
    await using guarded = new FakeRedis({ password: 'right-secret' });
    const { port } = await guarded.listen(0);
    const logger = new RecordingLogger();
    await using monitor = await createScaleMonitor({
      handlers: [Orders],
      connections: { redis: `redis://:wrong-secret@127.0.0.1:${port}`, away: fake.connectionOptions() },
      logger,
      timeoutInMs: 2_000,
    });
    const { message } = await rejectionOf(monitor.read('Orders.onOrder'));
    expect(message).to.contain('WRONGPASS');
    expect(message + JSON.stringify(logger.lines)).to.not.contain('wrong-secret');
  });

  it('says that there are no credentials and why, and reads once there are', async () => {
    const { port } = await fake.listen(0);
    let isSealed = true;
    const credentials = () =>
      isSealed
        ? Promise.reject(new Error('the vault is sealed'))
        : Promise.resolve({ password: 'deep-secret' });
    await using guarded = new FakeRedis({ password: 'deep-secret' });
    const away = { host: '127.0.0.1', port: (await guarded.listen(0)).port, credentials };
    await using monitor = await createScaleMonitor({
      handlers: [Orders],
      connections: { redis: `127.0.0.1:${port}`, away },
      logger: false,
      samplingIntervalInMs: 20,
      timeoutInMs: 2_000,
    });
    const heard = new Recorder<string>();
    monitor.onRead(({ functionId }) => heard.add(functionId));
    const { message } = await rejectionOf(monitor.read('away'));
    expect(message).to.contain('"away" cannot be read').and.contain('the vault is sealed');
    expect((await monitor.read('Orders.onOrder')).remaining).to.equal(0);
    isSealed = false;
    await heard.untilTrue((ids) => ids.includes('away'), 'a reading');
  });

  it('fails readings at its close, and after it', async () => {
    const connections = { redis: fake.connectionOptions(), away: `127.0.0.1:${await ownPort()}` };
    const monitor = await createScaleMonitor({
      handlers: [Orders],
      connections,
      logger: false,
    });
    const underWay = rejectionOf(monitor.read('away'));
    await monitor.close();
    expect((await underWay).message).to.contain('the monitor is closed');
    await monitor.close();
    expect(await rejectionOf(monitor.read('Orders.onOrder'))).to.include({ code: 'SCALE_UNREADABLE' });
  });

  it('reports every problem of its options, handlers and connections', async () => {
    const options = { handlers: [Orders], samplingIntervalInMs: 0, loger: false };
    const wrong = await rejectionOf(createScaleMonitor(options));
    expect(wrong.place).to.equal('createScaleMonitor');
    expect(wrong.problems.map(({ code }) => code)).to.deep.equal(Array(2).fill('SCALING_OPTION_INVALID'));
    const connections = { redis: 'embedded' };
    const { problems } = await rejectionOf(createScaleMonitor({ handlers: [Orders], connections }));
    expect(problems.map(({ code }) => code)).to.have.members([
      'CONNECTION_UNRESOLVED',
      'CONNECTION_UNSUPPORTED',
    ]);
  });
});
