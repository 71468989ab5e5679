import { type Middleware, RedisListTrigger, RedisMessageModel, UseMiddleware } from 'redis-triggers';

const tenants = new Set<string>();

// #region middleware
const traced: Middleware = async (context, next) => {
  context.logger.debug({ attempt: context.attempt }, 'begins');
  return await next();
};

/** One that is made with something. */
const onlyFor =
  (tenant: string): Middleware =>
  async (_context, next) =>
    tenants.has(tenant) ? await next() : undefined;

@UseMiddleware(traced)
export class Invoices {
  @UseMiddleware(onlyFor('north'))
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'invoices' })
  onInvoice(_invoice: RedisMessageModel): void {
    // traced → onlyFor('north') → here
  }
}
// #endregion middleware
