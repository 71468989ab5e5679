import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { join } from 'node:path';
import { repository } from '../support/repository.js';

/** A client as KEDA has one, made from the protocol's `.proto` file. */
export class ScalerClient {
  private readonly client: grpc.Client & Record<string, (...args: unknown[]) => unknown>;

  constructor(
    port: number,
    credentials = grpc.credentials.createInsecure(),
    options: grpc.ClientOptions = {},
  ) {
    const file = join(repository, 'spec/scaling/externalscaler.proto');
    const loaded = grpc.loadPackageDefinition(
      loadSync(file, { keepCase: true, longs: Number, defaults: true }),
    );
    const { ExternalScaler } = loaded.externalscaler as grpc.GrpcObject;
    const Client = ExternalScaler as grpc.ServiceClientConstructor;
    this.client = new Client(`127.0.0.1:${port}`, credentials, options) as unknown as typeof this.client;
  }

  /** Calls a method that answers once; rejects with gRPC's error. */
  call(method: 'IsActive' | 'GetMetricSpec' | 'GetMetrics', request: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + 10_000;
      this.client[method]?.(request, { deadline }, (error: Error | null, answer: unknown) =>
        error ? reject(error) : resolve(answer),
      );
    });
  }

  /** Opens the stream of a reference's activity. */
  streamIsActive(request: object): grpc.ClientReadableStream<{ result: boolean }> {
    return this.client.StreamIsActive?.(request) as grpc.ClientReadableStream<{ result: boolean }>;
  }

  close(): void {
    this.client.close();
  }
}

/** The status that a call fails with. */
export async function statusOf(call: Promise<unknown>): Promise<{ code: grpc.status; details: string }> {
  try {
    await call;
  } catch (error) {
    const { code, details } = error as grpc.ServiceError;
    return { code, details };
  }
  throw new Error('the call did not fail');
}
