import { IsInt, IsString, Min } from 'class-validator';
import { defineList } from 'redis-triggers';

export class Order {
  @IsString()
  article!: string;

  @IsInt()
  @Min(1)
  quantity!: number;
}

/** What the controller and the handler agree on. */
export const orders = defineList('nest:orders', {
  connection: 'redis',
  payload: Order,
  delivery: 'atLeastOnce',
});
