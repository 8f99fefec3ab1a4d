import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { isExpected } from './expected.js';
import { oddRequest, protocolOf } from './requests.js';
import type { Request } from './signed-request.js';
import { send, signed } from './signed-request.js';
import { templateText } from './templates.js';

export interface Extent {
  readonly runs: number;
  readonly seed: number;
}

/** Sends requests of every kind to every service. */
export async function fuzzRequests(t: ExecutionContext, sandbox: Sandbox, { runs, seed }: Extent): Promise<void> {
  const url = new URL(sandbox.url);
  // Something has to be there that requests can be about.
  await send(url, signed(form({ Action: 'CreateStack', StackName: 'fuzzed', TemplateBody: gateway }), url.host));
  const bucket = { service: 's3', method: 'PUT', target: '/fuzz-bucket', headers: {}, body: Buffer.from(location) };
  await send(url, signed(bucket, url.host));
  await fc.assert(
    fc.asyncProperty(oddRequest, async request => {
      await isAnswered(t, url, request, `${request.method} ${request.target} ${request.body.toString('utf8')}`);
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
}

/** Has templates validated, and deployed as new stacks and as updates of one that exists. */
export async function fuzzTemplates(
  t: ExecutionContext,
  sandbox: Sandbox,
  { runs, seed, right }: Extent & { readonly right: readonly string[] },
): Promise<void> {
  const url = new URL(sandbox.url);
  const call = fc.constantFrom('ValidateTemplate', 'CreateChangeSet', 'CreateStack', 'UpdateStack');
  await send(url, signed(form({ Action: 'CreateStack', StackName: 'fuzzed', TemplateBody: gateway }), url.host));
  let count = 0;
  await fc.assert(
    fc.asyncProperty(call, templateText(right), async (Action, TemplateBody) => {
      count += 1;
      // Now and then what exists already, or does not exist.
      const isNew = (Action === 'CreateStack') === count % 8 > 0;
      const StackName = isNew ? `new-${count}` : 'fuzzed';
      const change = { ChangeSetName: `c-${count}`, ChangeSetType: isNew ? 'CREATE' : 'UPDATE' };
      const parameters = {
        Action,
        TemplateBody,
        ...(Action !== 'ValidateTemplate' && { StackName, 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM' }),
        ...(Action === 'CreateChangeSet' && change),
      };
      await isAnswered(t, url, form(parameters), `${Action} ${TemplateBody}`);
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
}

const gateway = 'Resources: { Gateway: { Type: AWS::EC2::InternetGateway } }';
const location =
  '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>';

/** A request of CloudFormation's. */
function form(parameters: Readonly<Record<string, string>>): Request {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = Buffer.from(new URLSearchParams(parameters).toString());
  return { service: 'cloudformation', method: 'POST', target: '/', headers, body };
}

async function isAnswered(t: ExecutionContext, url: URL, request: Request, about: string): Promise<void> {
  const answer = await send(url, signed(request, url.host));
  // Whose signature is none, nobody knows what service he means.
  const isSigned = request.headers.authorization === undefined && request.headers['x-amz-date'] === undefined;
  if (!isExpected(t, answer, isSigned ? protocolOf(request.service) : 'any', about))
    throw new Error(about.slice(0, 20_000));
}
