import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../errors.js';
import type { CallCount } from './calls.js';
import { callLog } from './calls.js';
import { simulatedClock, wallClock } from './cloudformation/clock.js';
import type { Pace } from './cloudformation/context.js';
import type { CloudFormation } from './cloudformation/service.js';
import { cloudFormation } from './cloudformation/service.js';
import { s3Templates } from './cloudformation/templates/s3-templates.js';
import { jsonDesk, queryDesk } from './desks.js';
import { exchange } from './exchange.js';
import type { Desk, FrontDoor } from './front-door.js';
import { defaultAccount, sandboxSecret } from './identity.js';
import { kms } from './kms/service.js';
import { memoryWorld } from './memory-world.js';
import { resourceHandlers } from './resource-handlers.js';
import { s3, s3ActionOf } from './s3/service.js';
import { openSessions } from './sessions.js';
import type { StateFolder } from './state-folder.js';
import { openStateFolder } from './state-folder.js';
import { sts } from './sts/service.js';

export interface SandboxOptions {
  /** Of 127.0.0.1; a free one unless told. */
  readonly port?: number;
  /** Where the state is kept; unless told, it ends with the process. */
  readonly stateDir?: string;
  readonly now?: () => Date;
  /** Makes ids, and the times of stacks, follow from the requests alone. */
  readonly seed?: string;
  /** How long CloudFormation takes for things. */
  readonly pace?: Partial<Pace>;
  /** Further services, or others in place of the sandbox's own, by the service name of a signature. */
  readonly services?: Readonly<Record<string, Desk>>;
  /** Told about defects of the sandbox itself; they are answered with InternalFailure. */
  readonly onDefect?: (error: unknown) => void;
}

export interface Sandbox {
  readonly url: string;
  /** What a client of AWS needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Calls with a valid signature since the start or the last reset, whether they succeeded or not. */
  calls(): readonly CallCount[];
  resetCalls(): void;
  close(): Promise<void>;
}

export const defaultRegion = 'eu-central-1';

/** Starts a local AWS. Resolves once it listens; throws AppError if the port or the state folder cannot be used. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const folder = await openWorld(options);
  try {
    const { door, cloudformation } = await openDoor(folder, options);
    const server = createServer((request, response) => void exchange(request, response, { door, server }));
    const port = await listen(server, options.port ?? 0);
    const url = `http://127.0.0.1:${port}`;
    return {
      url,
      env: environment(url),
      calls: () => door.calls.counts(),
      resetCalls: () => door.calls.reset(),
      async close() {
        await stop(server);
        await cloudformation.close();
        await folder.close();
      },
    };
  } catch (error) {
    await folder.close();
    throw error;
  }
}

interface Open {
  readonly door: FrontDoor;
  readonly cloudformation: CloudFormation;
}

async function openDoor({ world }: StateFolder, options: SandboxOptions): Promise<Open> {
  const now = options.now ?? (() => new Date());
  const onDefect = options.onDefect ?? (() => undefined);
  const sessions = await openSessions(world);
  const bucketService = s3(world, now);
  const cloudformation = cloudFormation({
    world,
    handlers: resourceHandlers,
    templates: s3Templates(bucketService),
    clock: options.seed === undefined ? wallClock(now) : simulatedClock(),
    onDefect,
    // Nothing but a client's patience decides when a change set is looked at, so a seeded one is there at once.
    pace: { ...options.pace, ...(options.seed !== undefined && { changeSetMs: 0 }) },
  });
  const desks: Readonly<Record<string, Desk>> = {
    cloudformation: queryDesk(cloudformation.service),
    kms: jsonDesk(kms(world, now)),
    s3: { protocol: 's3', service: bucketService, actionOf: s3ActionOf },
    sts: queryDesk(sts(sessions, now)),
    ...options.services,
  };
  return { door: { desks, sessions, now, calls: callLog(), onDefect }, cloudformation };
}

function openWorld({ stateDir, seed }: SandboxOptions): Promise<StateFolder> {
  if (stateDir !== undefined) return openStateFolder(stateDir, seed);
  return Promise.resolve({ world: memoryWorld(seed), close: () => Promise.resolve() });
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

/** Lets running requests finish, for two seconds at most. */
function stop(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}
