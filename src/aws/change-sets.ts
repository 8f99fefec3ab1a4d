import {
  type CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetOutput,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import type { ChangeSetName, ChangeSetRequest, ChangeSets } from '../apply/ports.js';
import { decodeChanges } from '../cfn/change-set.js';
import type { RawChange } from '../cfn/raw-change.js';
import { AppError } from '../errors.js';
import type { Target } from '../model/fleet.js';
import type { Send } from './sender.js';

/** CloudFormation's change sets behind the applier's port. */
export function awsChangeSets(send: Send<CloudFormationClient>): ChangeSets {
  return {
    async create(target, request, signal) {
      try {
        await send(target, signal, 'CreateChangeSet', client =>
          client.send(new CreateChangeSetCommand(createInput(request)), { abortSignal: signal }),
        );
        return 'requested';
      } catch (error) {
        const cause = causeOf(error);
        if (/^(AlreadyExists|TokenAlreadyExists)/.test(cause.name)) return 'exists';
        if (isMoved(cause)) return 'moved';
        throw refused(error, cause, request);
      }
    },
    async describe(target, name, signal) {
      try {
        return await describeWhole(send, { target, name, signal });
      } catch (error) {
        if (isMissing(causeOf(error))) return undefined;
        throw error;
      }
    },
    async execute(target, { changeSetArn, stackArn, token }, signal) {
      const input = { ChangeSetName: changeSetArn, StackName: stackArn, ClientRequestToken: token };
      try {
        await send(target, signal, 'ExecuteChangeSet', client =>
          client.send(new ExecuteChangeSetCommand(input), { abortSignal: signal }),
        );
        return 'started';
      } catch (error) {
        const cause = causeOf(error);
        if (isMissing(cause) || isMoved(cause) || cause.name.startsWith('TokenAlreadyExists')) return 'moved';
        throw error;
      }
    },
    async remove(target, { stack, name }, signal) {
      try {
        await send(target, signal, 'DeleteChangeSet', client =>
          client.send(new DeleteChangeSetCommand({ StackName: stack, ChangeSetName: name }), { abortSignal: signal }),
        );
      } catch (error) {
        if (!isMissing(causeOf(error))) throw error;
      }
    },
  };
}

function createInput(request: ChangeSetRequest) {
  return {
    StackName: request.stack,
    ChangeSetName: request.name,
    ChangeSetType: request.type,
    ClientToken: request.token,
    TemplateBody: request.templateBody,
    Parameters: Object.entries(request.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
    Capabilities: request.capabilities.map(capability => capability as 'CAPABILITY_IAM'),
    RoleARN: request.serviceRole,
    Description: request.description,
    // Said because the documentation contradicts itself about the default.
    OnStackFailure: 'ROLLBACK' as const,
  };
}

interface Description {
  readonly target: Target;
  readonly name: ChangeSetName;
  readonly signal: AbortSignal;
}

async function describeWhole(send: Send<CloudFormationClient>, description: Description) {
  const { first, changes } = await allPages(send, description, true);
  // With values CloudFormation leaves out resources: those with values it cannot read ("[WARN] --include-property-values
  // option can return incomplete ChangeSet data"), and without a warning those that read from a resource that changes in
  // place, although they may have to change after it.
  const complete = first.Status === 'CREATE_COMPLETE' ? (await allPages(send, description, false)).changes : [];
  return {
    arn: first.ChangeSetId ?? description.name.name,
    stackArn: first.StackId ?? description.name.stack,
    status: first.Status ?? '',
    executionStatus: first.ExecutionStatus ?? '',
    statusReason: first.StatusReason,
    parameters: Object.fromEntries(
      (first.Parameters ?? []).map(parameter => [parameter.ParameterKey ?? '', parameter.ParameterValue ?? '']),
    ),
    changes: decodeChanges([...changes, ...complete]),
  };
}

async function allPages(
  send: Send<CloudFormationClient>,
  { target, name, signal }: Description,
  withValues: boolean,
): Promise<{ first: DescribeChangeSetOutput; changes: readonly RawChange[] }> {
  const page = (token: string | undefined) =>
    send(target, signal, 'DescribeChangeSet', client =>
      client.send(
        new DescribeChangeSetCommand({
          StackName: name.stack,
          ChangeSetName: name.name,
          IncludePropertyValues: withValues,
          NextToken: token,
        }),
        { abortSignal: signal },
      ),
    );
  const first = await page(undefined);
  const changes = [...(first.Changes ?? [])];
  for (let next = first.NextToken; next !== undefined; ) {
    const more = await page(next);
    changes.push(...(more.Changes ?? []));
    next = more.NextToken;
  }
  return { first, changes };
}

/** The SDK's error behind the sentence. */
function causeOf(error: unknown): Error {
  if (error instanceof AppError && error.cause instanceof Error) return error.cause;
  return error instanceof Error ? error : new Error(String(error));
}

function isMissing({ name, message }: Error): boolean {
  return name.startsWith('ChangeSetNotFound') || (name === 'ValidationError' && message.includes('does not exist'));
}

/** The stack is busy, or of another phase than when it was observed. */
function isMoved({ name, message }: Error): boolean {
  if (name.startsWith('InvalidChangeSetStatus')) return true;
  return name === 'ValidationError' && /_IN_PROGRESS|already exists and cannot be created/.test(message);
}

function refused(error: unknown, cause: Error, request: ChangeSetRequest): unknown {
  if (cause.name !== 'ValidationError' && !/^(LimitExceeded|InsufficientCapabilities)/.test(cause.name)) return error;
  const message = `CloudFormation does not take the change of ${request.stack}: ${cause.message}`;
  return new AppError('change-set-refused', message, { cause });
}
