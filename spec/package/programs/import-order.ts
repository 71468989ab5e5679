import { RedisMessageModel } from 'redis-triggers';
// tsyringe throws where Reflect.getMetadata is not there yet
import { container } from 'tsyringe';

container.registerInstance(RedisMessageModel, new RedisMessageModel('orders', 'resolved'));
console.log(container.resolve(RedisMessageModel).message);
