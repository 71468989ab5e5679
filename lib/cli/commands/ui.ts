import { Option } from 'commander';
import { defineCommand } from '../frame/command-spec.js';
import { addFleetOptions, type FleetChoice } from './fleet-options.js';

interface UiOptions extends FleetChoice {
  readonly http: string;
}

export const ui = defineCommand<UiOptions>({
  usage: 'ui',
  effect: 'changes',
  summary: 'Serve the page of the functions, whose processes run elsewhere, until Ctrl-C.',
  examples: ['ui', 'ui --http 127.0.0.1:9401 --fleet shop', 'ui --redis redis://127.0.0.1:6379'],
  loadsHandlers: true,
  configure: (command) =>
    void addFleetOptions(
      command.addOption(
        new Option('--http <address>', 'where it is served, to browsers on the same machine')
          .default('127.0.0.1:9400')
          .env('REDIS_TRIGGERS_HTTP'),
      ),
    ),
  async run({ options, output, programs }) {
    const { http, redis, fleet } = options;
    if (redis === undefined) {
      await programs.run('servePage', { http, fleetName: fleet ?? null });
      return undefined;
    }
    const { serveRedisAlone } = await import('../redis-alone/serve-redis-alone.js');
    await serveRedisAlone(redis, { http, fleetName: fleet }, (address) =>
      output.log(`The page: http://${address}/  (Ctrl-C ends it)`),
    );
    return undefined;
  },
});
