import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Transport } from '@nestjs/microservices';

/**
 * The Redis transport of NestJS, with an event handler on a pattern. The decorators are called by hand, since
 * this file is not compiled.
 *
 * @type {import('../side/contestant.js').Contestant}
 */
export const contestant = {
  async start({ port, key }, handle) {
    class Events {
      onMessage(message) {
        return handle(message);
      }
    }
    const method = Object.getOwnPropertyDescriptor(Events.prototype, 'onMessage');
    EventPattern(`${key}:*`)(Events.prototype, 'onMessage', method);
    Controller()(Events);
    class Program {}
    Module({ controllers: [Events] })(Program);
    const program = await NestFactory.createMicroservice(Program, {
      transport: Transport.REDIS,
      options: { port, wildcards: true },
      logger: false,
    });
    await program.listen();
    return { stop: () => program.close() };
  },

  textOf: JSON.stringify,
};
