/** A request that has passed the front door: parsed, and attributed to a caller. */
export interface SandboxRequest {
  readonly method: string;
  /** Absolute; path and query are still percent-encoded as sent, but dot segments are resolved. */
  readonly url: URL;
  /** Path and query exactly as sent, for services such as S3 where `..` may be part of a name. */
  readonly target: string;
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
  /** What policies name: the user's ARN, or the ARN of the role (with its path) behind a session. */
  readonly principalArn: string;
}

export interface SandboxResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One AWS service: `cloudformation`, `s3`, `kms`, `ssm`, `sts`. May throw `AwsFault`, which the front door writes in the service's protocol. */
export type SandboxService = (request: SandboxRequest) => Promise<SandboxResponse>;
