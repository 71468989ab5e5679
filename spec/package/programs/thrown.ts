import { Context } from 'redis-triggers';

function declareWrongly(): unknown {
  class Orders {
    constructor(@Context() readonly context: unknown) {}
  }
  return Orders;
}

try {
  declareWrongly();
} catch (error) {
  console.log((error as Error).stack);
}
