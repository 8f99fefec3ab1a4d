import type { CloudFormationServiceException } from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { accountB, clientSettings } from '../local-sandbox.js';

export interface ControlReply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Asks the control API, as curl would: `ask(sandbox, 'POST faults', {…})`. */
export async function ask({ url }: Pick<Sandbox, 'url'>, request: string, body?: object): Promise<ControlReply> {
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(`${url}/_sandbox/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as ControlReply['body'] };
}

/** What a client sees of a call: its error's name, status and message, or `ok`. */
export async function seen(call: Promise<unknown>): Promise<readonly unknown[] | 'ok'> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    const { name, $metadata, message } = error as CloudFormationServiceException;
    return [name, $metadata?.httpStatusCode, message];
  }
}

/** Credentials of a session of a role in account B. */
export async function sessionOf(sandbox: Pick<Sandbox, 'url'>, roleName: string) {
  const sts = new STSClient(clientSettings(sandbox));
  const RoleArn = `arn:aws:iam::${accountB}:role/${roleName}`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'tester' }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}
