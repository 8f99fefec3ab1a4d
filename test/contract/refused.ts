import { CreateChangeSetCommand } from '@aws-sdk/client-cloudformation';
import type { ExecutionContext } from 'ava';
import { cfn } from './clients.js';
import { stackName } from './names.js';

interface Refusal {
  readonly code: string;
  readonly status?: number;
  readonly message?: RegExp;
}

interface Refused extends Error {
  readonly Code?: string;
  readonly $metadata: { readonly httpStatusCode: number };
}

/** The code on the wire is what counts: the SDK names some errors otherwise. */
export async function refused(t: ExecutionContext, call: Promise<unknown>, expected: Refusal): Promise<void> {
  const error = await t.throwsAsync<Refused>(call);
  if (!error) return;
  t.is(error.Code ?? error.name, expected.code, error.message);
  t.is(error.$metadata.httpStatusCode, expected.status ?? 400);
  if (expected.message) t.regex(error.message, expected.message);
}

export const invalid = (message: RegExp): Refusal => ({ code: 'ValidationError', message });

/** Refused when a change set for a new stack is made of it, so that nothing is left of it. */
export async function refusedTemplate(
  t: ExecutionContext,
  TemplateBody: string,
  expected: Refusal,
  input: object = {},
) {
  const StackName = stackName();
  const call = cfn.send(
    new CreateChangeSetCommand({ StackName, ChangeSetName: 'a', ChangeSetType: 'CREATE', TemplateBody, ...input }),
  );
  await refused(t, call, expected);
}
