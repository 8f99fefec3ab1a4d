import type { RunningSandbox } from '../cli/process.js';
import { startSandboxProcess } from '../cli/process.js';

// The SDK warns once that it will need a newer Node; that is not what these tests are about.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Which AWS the suite speaks to. */
export interface Target {
  /** A real account, where everything takes minutes and things cost money if they are not deleted. */
  readonly isAws: boolean;
  /** Somebody else's, who wants it back as it was. */
  readonly isBorrowed: boolean;
  readonly settings: {
    readonly endpoint?: string;
    readonly region: string;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  close(): Promise<void>;
}

const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'eu-central-1';

/** A sandbox of its own, or what CONTRACT_ENDPOINT names: the URL of an endpoint, or `aws`. */
export async function openTarget(): Promise<Target> {
  const endpoint = process.env.CONTRACT_ENDPOINT ?? '';
  if (endpoint === '') return ownSandbox(await startSandboxProcess());
  const isAws = endpoint === 'aws';
  return {
    isAws,
    isBorrowed: true,
    settings: { ...(!isAws && { endpoint }), region, maxAttempts: isAws ? 12 : 3 },
    close: () => Promise.resolve(),
  };
}

function ownSandbox(sandbox: RunningSandbox): Target {
  const {
    AWS_ENDPOINT_URL = '',
    AWS_ACCESS_KEY_ID: accessKeyId = '',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
  } = sandbox.env;
  return {
    isAws: false,
    isBorrowed: false,
    settings: {
      endpoint: AWS_ENDPOINT_URL,
      region,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    },
    close: () => sandbox.stop(),
  };
}
