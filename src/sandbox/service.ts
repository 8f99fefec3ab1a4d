/** A request that has passed the front door: parsed, and attributed to a caller. */
export interface SandboxRequest {
  readonly method: string;
  /** Absolute; path and query are still percent-encoded as sent. */
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly caller: Caller;
  /** From the credential scope of the signature, so that state is apart per region. */
  readonly region: string;
  readonly requestId: string;
}

/** Who signed the request. */
export interface Caller {
  /** 12 digits. */
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

export interface SandboxResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One AWS service: `cloudformation`, `s3`, `kms`, `sts`. */
export type SandboxService = (request: SandboxRequest) => Promise<SandboxResponse>;
