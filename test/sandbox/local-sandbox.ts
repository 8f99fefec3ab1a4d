import type { ExecutionContext } from 'ava';
import type { SandboxOptions } from '../../src/sandbox/sandbox-options.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { startSandbox } from '../../src/sandbox/server.js';

// The SDK warns once that it will need a newer Node; that is not what these tests are about.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

export const accountA = '111122223333';
export const accountB = '444455556666';

/** A sandbox that ends with the test. A defect of the sandbox fails the test. */
export async function localSandbox(t: ExecutionContext, options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ ...options, onDefect: error => t.fail(String((error as Error).stack)) });
  t.teardown(() => sandbox.close());
  return sandbox;
}

export interface ClientOptions {
  readonly accountId?: string;
  readonly region?: string;
  readonly secret?: string;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** Settings of an SDK client that acts in an account of the sandbox. */
export function clientSettings(sandbox: Pick<Sandbox, 'url'>, options: ClientOptions = {}) {
  return {
    endpoint: sandbox.url,
    region: options.region ?? 'eu-central-1',
    maxAttempts: 1,
    credentials: options.credentials ?? {
      accessKeyId: options.accountId ?? accountA,
      secretAccessKey: options.secret ?? 'clusterwright-sandbox',
    },
  };
}
