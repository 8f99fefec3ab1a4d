import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../errors.js';
import type { CallCount, CallFilter, CallQuery, LoggedCall } from './calls.js';
import type { Faults } from './control/faults.js';
import { exchange } from './exchange.js';
import { openHouse } from './house.js';
import { defaultAccount, sandboxSecret } from './identity.js';
import type { SandboxOptions } from './sandbox-options.js';

export interface Sandbox {
  readonly url: string;
  /** What a client of AWS needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Calls with a valid signature since the start or the last reset, whether they succeeded or not. */
  calls(filter?: CallFilter): readonly CallCount[];
  resetCalls(): void;
  /** The latest calls one by one, oldest first, refused ones too. */
  log(query?: CallQuery): readonly LoggedCall[];
  /** What goes wrong on purpose. */
  readonly faults: Faults;
  /** Lets running calls finish; who has not read his answer after two seconds goes without. */
  close(): Promise<void>;
}

export const defaultRegion = 'eu-central-1';

/** Starts a local AWS. Resolves once it listens; throws AppError if the port or the state folder cannot be used. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const house = await openHouse(options);
  try {
    const server = createServer((request, response) => {
      void exchange(request, response, { answer: house.answer, server });
    });
    const port = await listen(server, options.port ?? 0);
    const url = `http://127.0.0.1:${port}`;
    return {
      url,
      env: environment(url),
      calls: filter => house.calls.counts(filter),
      resetCalls: () => house.calls.reset(),
      log: query => house.calls.calls(query),
      faults: house.faults,
      async close() {
        house.faults.close();
        await stop(server);
        await house.close();
      },
    };
  } catch (error) {
    await house.close();
    throw error;
  }
}

function environment(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: defaultAccount,
    AWS_SECRET_ACCESS_KEY: sandboxSecret,
    AWS_REGION: defaultRegion,
    // What AWS CLI 1 and boto3 read instead.
    AWS_DEFAULT_REGION: defaultRegion,
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(port, error)));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function cannotListen(port: number, error: NodeJS.ErrnoException): AppError {
  const reason = error.code === 'EADDRINUSE' ? 'it is in use' : error.message;
  return new AppError('port-unusable', `the sandbox cannot listen on port ${port}: ${reason}`, {
    hint: 'name another port with --port (0 for any free one)',
    cause: error,
  });
}

function stop(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}
