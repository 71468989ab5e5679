import express, { type Express } from 'express';
import { fastify, type FastifyInstance } from 'fastify';
import { Hono } from 'hono';
import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import { createServer, type Server } from 'node:http';
import type { Runtime } from 'redis-triggers';
import { createPage, type Page } from 'redis-triggers/ui';

// #region node
/** On the machine itself: http://127.0.0.1:9400/ */
export function servePage(runtime: Runtime): Server {
  const page = createPage({ runtime });
  return createServer(page.handler).listen(9400, '127.0.0.1');
}
// #endregion node

// #region authorize
/** For others too: viewers look, operators do everything but remove. */
export function pageForOperators(runtime: Runtime, roleOf: (cookie: string | null) => Promise<string>): Page {
  return createPage({
    runtime,
    environment: 'production',
    hosts: ['ops.example.com'],
    async authorize({ headers }) {
      const role = await roleOf(headers.get('cookie'));
      if (role === 'viewer') return 'read';
      return role === 'operator' ? { replay: true, pause: true, send: true, who: role } : 'none';
    },
    onChange: ({ at, who, action, functionId, what, outcome }) =>
      console.log(at.toISOString(), who, action, functionId, what, outcome),
  });
}
// #endregion authorize

// #region express
export function inExpress(runtime: Runtime): Express {
  const app = express();
  app.use('/ops', createPage({ runtime }).handler);
  return app;
}
// #endregion express

// #region fastify
export function inFastify(runtime: Runtime): FastifyInstance {
  const { handler } = createPage({ runtime });
  const app = fastify();
  app.all('/ops/*', (request, reply) => {
    reply.hijack();
    handler(Object.assign(request.raw, { body: request.body }), reply.raw);
  });
  return app;
}
// #endregion fastify

// #region hono
/** Who connects is not known to a fetch handler, so nobody gets in without `authorize`. */
export function inHono(runtime: Runtime, isOperator: (headers: Headers) => boolean): Hono {
  const page = createPage({ runtime, authorize: ({ headers }) => (isOperator(headers) ? 'all' : 'none') });
  const app = new Hono();
  app.all('/ops/*', (context) => page.fetch(context.req.raw));
  return app;
}
// #endregion hono

// #region nest
/** The root module of your application. */
export async function inNest(rootModule: new () => object, runtime: Runtime): Promise<INestApplication> {
  const app = await NestFactory.create(rootModule);
  app.use('/ops', createPage({ runtime }).handler);
  return app;
}
// #endregion nest
