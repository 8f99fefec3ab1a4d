import { isDeepStrictEqual } from 'node:util';
import type { ChangeSet, ChangeSetRequest } from '../../src/apply/ports.js';
import { decodeChanges } from '../../src/cfn/change-set.js';
import type { RawChange } from '../../src/cfn/raw-change.js';
import { stackPhase } from '../../src/cfn/stack-status.js';
import { parseTemplate } from '../../src/cfn/template.js';
import type { CfnTemplate } from '../../src/model/artifact.js';
import type { Target } from '../../src/model/fleet.js';
import { secret } from '../../src/model/secret.js';
import type { LiveStack } from '../../src/observe/snapshot.js';
import { placeOf, targetKey } from '../../src/observe/snapshot.js';
import type { Ports } from '../../src/reconcile/world.js';
import { memorySources } from '../observe/memory-sources.js';

/**
 * The applier's ports in memory, so that a run can be crashed at every single call in milliseconds. Strict where the
 * applier relies on AWS: names and tokens are unique, executing makes other change sets obsolete, a busy stack takes
 * nothing. An operation ends after a few reads.
 */
export interface FakeAws {
  readonly ports: Ports;
  /** Every call so far, as `action stack`. */
  readonly calls: string[];
  readonly stacks: Map<string, FakeStack>;
  readonly objects: Map<string, string>;
  /** Names of resources whose creation or update fails. */
  readonly failing: Set<string>;
}

export interface FakeStack extends Omit<LiveStack, 'changeSetNames'> {
  status: string;
  parameters: Record<string, string>;
  outputs: Record<string, string>;
  tags: Record<string, string>;
  terminationProtection: boolean;
  policy: string | undefined;
  changeSet: string | undefined;
  template: CfnTemplate;
  readonly changeSets: Map<string, FakeChangeSet>;
  /** AppliedHash of every operation that was executed. */
  readonly executed: string[];
  pending: { readonly request: ChangeSetRequest; reads: number } | undefined;
}

interface FakeChangeSet {
  readonly arn: string;
  readonly request: ChangeSetRequest;
  status: string;
  executionStatus: string;
  statusReason: string | undefined;
  readonly changes: readonly RawChange[];
  executionToken: string | undefined;
}

const readsToComplete = 2;

export function fakeAws(): FakeAws {
  const stacks = new Map<string, FakeStack>();
  const objects = new Map<string, string>();
  const failing = new Set<string>();
  const calls: string[] = [];
  let clock = 1_800_000_000_000;
  let ids = 0;

  const find = (target: Target, nameOrArn: string) => {
    const name = /:stack\/([^/]+)\//.exec(nameOrArn)?.[1] ?? nameOrArn;
    const stack = stacks.get(`${targetKey(placeOf(target))}/${name}`);
    return stack !== undefined && (name === nameOrArn || stack.arn === nameOrArn) ? stack : undefined;
  };
  const findChangeSet = (stack: FakeStack | undefined, nameOrArn: string) =>
    [...(stack?.changeSets.values() ?? [])].find(({ arn, request }) => [arn, request.name].includes(nameOrArn));

  const ports: Ports = {
    sources: memorySources(),
    stacks: {
      async stacks(target, signal) {
        signal.throwIfAborted();
        calls.push('DescribeStacks');
        const here = [...stacks].filter(([key]) => key.startsWith(`${targetKey(placeOf(target))}/`));
        for (const [, stack] of here) progress(stack, failing);
        return here.map(([, stack]) => structuredClone({ ...live(stack), changeSetNames: undefined }));
      },
      async changeSetNames(target, stackArn) {
        calls.push('ListChangeSets');
        return [...(find(target, stackArn)?.changeSets.values() ?? [])].map(({ request }) => request.name);
      },
      async setPolicy(target, stackArn, policy) {
        calls.push(`SetStackPolicy ${stackArn}`);
        const stack = find(target, stackArn);
        if (stack === undefined) throw new Error(`no stack ${stackArn}`);
        stack.policy = policy;
      },
      async protect(target, stackArn) {
        calls.push(`UpdateTerminationProtection ${stackArn}`);
        const stack = find(target, stackArn);
        if (stack === undefined) throw new Error(`no stack ${stackArn}`);
        stack.terminationProtection = true;
      },
      async events() {
        calls.push('DescribeStackEvents');
        return [
          { logicalId: 'Vpc', physicalId: 'vpc-1', type: 'AWS::EC2::VPC', status: 'CREATE_FAILED', reason: 'no' },
        ];
      },
    },
    nodes: {
      async groups() {
        calls.push('DescribeAutoScalingGroups');
        return [];
      },
    },
    changeSets: {
      async create(target, request, signal) {
        signal.throwIfAborted();
        calls.push(`CreateChangeSet ${request.name}`);
        const stack = find(target, request.stack) ?? emptyStack(target, request, ++ids);
        const known = findChangeSet(stack, request.name);
        if (known !== undefined) return known.request.token === request.token ? 'requested' : 'exists';
        const phase = stackPhase(stack.status);
        // "already exists and cannot be created again": somebody else was quicker.
        if (phase === 'busy' || (request.type === 'CREATE' && phase !== 'empty')) return 'moved';
        if ((request.type === 'CREATE') !== (phase === 'empty')) throw new Error(`${request.type} on ${stack.status}`);
        stacks.set(`${targetKey(placeOf(target))}/${stack.name}`, stack);
        const arn = `arn:aws:cloudformation:${target.region}:${target.account.id}:changeSet/${request.name}/${++ids}`;
        stack.changeSets.set(request.name, made(arn, request, stack));
        return 'requested';
      },
      async describe(target, { stack, name }, signal) {
        signal.throwIfAborted();
        calls.push(`DescribeChangeSet ${name}`);
        const owner = find(target, stack);
        const found = findChangeSet(owner, name);
        if (owner === undefined || found === undefined) return undefined;
        const seen = described(found, owner);
        if (found.status === 'CREATE_IN_PROGRESS') conclude(found);
        return seen;
      },
      async execute(target, { changeSetArn, stackArn, token }, signal) {
        signal.throwIfAborted();
        calls.push(`ExecuteChangeSet ${changeSetArn}`);
        const stack = find(target, stackArn);
        const changeSet = findChangeSet(stack, changeSetArn);
        if (stack === undefined || changeSet === undefined) return 'moved';
        if (changeSet.executionToken === token) return 'started';
        if (changeSet.executionStatus !== 'AVAILABLE') return 'moved';
        for (const other of stack.changeSets.values())
          if (other !== changeSet) stack.changeSets.delete(other.request.name);
        changeSet.executionStatus = 'EXECUTE_COMPLETE';
        changeSet.executionToken = token;
        stack.executed.push(changeSet.request.parameters.AppliedHash ?? '');
        stack.pending = { request: changeSet.request, reads: 0 };
        stack.status = changeSet.request.type === 'CREATE' ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS';
        stack.changeSet = changeSetArn;
        if (changeSet.request.type === 'CREATE') stack.parameters = { ...changeSet.request.parameters };
        return 'started';
      },
      async remove(target, { stack, name }, signal) {
        signal.throwIfAborted();
        calls.push(`DeleteChangeSet ${name}`);
        const owner = find(target, stack);
        const found = findChangeSet(owner, name);
        if (found !== undefined) owner?.changeSets.delete(found.request.name);
      },
    },
    storage: {
      bucket: (_target, bucket) => ({
        async get(key) {
          const body = objects.get(`${bucket}/${key}`);
          return body === undefined ? undefined : { body, etag: body };
        },
        async putIfAbsent(key, body) {
          calls.push(`PutObject ${key}`);
          if (objects.has(`${bucket}/${key}`)) return 'exists';
          objects.set(`${bucket}/${key}`, body);
          return 'stored';
        },
        async putIfMatch(key, body, etag) {
          calls.push(`PutObject ${key}`);
          if (objects.get(`${bucket}/${key}`) !== etag) return 'changed';
          objects.set(`${bucket}/${key}`, body);
          return 'stored';
        },
        async list(prefix) {
          calls.push(`ListObjectsV2 ${prefix}`);
          const keys = [...objects.keys()].filter(key => key.startsWith(`${bucket}/${prefix}`)).toSorted();
          return keys.map(key => ({ key: key.slice(bucket.length + 1), lastModified: new Date(clock) }));
        },
        async remove(keys) {
          calls.push(`DeleteObjects ${keys.join(' ')}`);
          for (const key of keys) objects.delete(`${bucket}/${key}`);
        },
      }),
      key: (_target, arn) => ({
        async encrypt(plaintext, context) {
          calls.push('Encrypt');
          const bytes = plaintext.reveal();
          return Buffer.from(JSON.stringify({ arn, context, bytes: Buffer.from(bytes).toString('base64') }));
        },
        async decrypt(ciphertext, context) {
          calls.push('Decrypt');
          const sealed = JSON.parse(Buffer.from(ciphertext).toString()) as {
            arn: string;
            context: object;
            bytes: string;
          };
          if (sealed.arn !== arn || !isDeepStrictEqual(sealed.context, context))
            throw new Error('wrong key or context');
          return secret(Buffer.from(sealed.bytes, 'base64'));
        },
      }),
    },
    now: () => clock,
    wait: async (ms, signal) => {
      signal.throwIfAborted();
      clock += ms;
    },
    randomBytes: size => new Uint8Array(size).map(() => ++ids % 256),
  };
  return { ports, calls, stacks, objects, failing };
}

function live(stack: FakeStack) {
  const { changeSets: _changeSets, executed: _executed, pending: _pending, template: _template, ...rest } = stack;
  return rest;
}

function emptyStack(target: Target, request: ChangeSetRequest, id: number): FakeStack {
  return {
    name: request.stack,
    arn: `arn:aws:cloudformation:${target.region}:${target.account.id}:stack/${request.stack}/${id}`,
    status: 'REVIEW_IN_PROGRESS',
    statusReason: undefined,
    parameters: {},
    outputs: {},
    tags: {},
    terminationProtection: false,
    policy: undefined,
    changeSet: undefined,
    template: { Resources: {} },
    changeSets: new Map(),
    executed: [],
    pending: undefined,
  };
}

function made(arn: string, request: ChangeSetRequest, stack: FakeStack): FakeChangeSet {
  const template = parseTemplate(request.templateBody);
  const changes = difference(stack, template, request.parameters);
  return {
    arn,
    request,
    status: 'CREATE_IN_PROGRESS',
    executionStatus: 'UNAVAILABLE',
    statusReason: undefined,
    changes,
    executionToken: undefined,
  };
}

/** Parameters always differ by AppliedHash or not at all, and tags are not compared: enough for these tests. */
function conclude(changeSet: FakeChangeSet): void {
  changeSet.status = 'CREATE_COMPLETE';
  changeSet.executionStatus = 'AVAILABLE';
}

function described(found: FakeChangeSet, owner: FakeStack): ChangeSet {
  const { arn, status, executionStatus, statusReason, request, changes } = found;
  return {
    arn,
    stackArn: owner.arn,
    status,
    executionStatus,
    statusReason,
    parameters: request.parameters,
    changes: decodeChanges(changes),
  };
}

function difference(stack: FakeStack, template: CfnTemplate, parameters: Record<string, string>): readonly RawChange[] {
  const ids = new Set([...Object.keys(stack.template.Resources), ...Object.keys(template.Resources)]);
  return [...ids].flatMap(id => {
    const before = stack.template.Resources[id];
    const after = template.Resources[id];
    const LogicalResourceId = id;
    const ResourceType = (after ?? before)?.Type;
    if (before === undefined) return [{ ResourceChange: { Action: 'Add', LogicalResourceId, ResourceType } }];
    if (after === undefined) return [{ ResourceChange: { Action: 'Remove', LogicalResourceId, ResourceType } }];
    const old = resolve(before.Properties, stack.parameters);
    const now = resolve(after.Properties, parameters);
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(name => old[name] !== now[name]);
    if (names.length === 0) return [];
    const Details = names.map(Name => ({
      Target: {
        Attribute: 'Properties',
        Name,
        Path: `/Properties/${Name}`,
        RequiresRecreation: Name === 'CidrBlock' ? 'Always' : 'Never',
        BeforeValue: old[Name],
        AfterValue: now[Name],
      },
    }));
    const Replacement = names.includes('CidrBlock') ? 'True' : 'False';
    return [{ ResourceChange: { Action: 'Modify', LogicalResourceId, ResourceType, Replacement, Details } }];
  });
}

/** Properties as text, with parameters put in. */
function resolve(properties: object | undefined, parameters: Record<string, string>): Record<string, string> {
  const value = (item: unknown) =>
    typeof item === 'object' && item !== null && 'Ref' in item ? parameters[String(item.Ref)] : item;
  return Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, item]) => [name, JSON.stringify(value(item)) ?? '']),
  );
}

/** An operation moves on when it is looked at. */
function progress(stack: FakeStack, failing: ReadonlySet<string>): void {
  const { pending } = stack;
  if (pending === undefined || ++pending.reads < readsToComplete) return;
  stack.pending = undefined;
  const template = parseTemplate(pending.request.templateBody);
  const creating = pending.request.type === 'CREATE';
  if (Object.keys(template.Resources).some(id => failing.has(id))) {
    stack.status = creating ? 'ROLLBACK_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE';
    return;
  }
  stack.status = creating ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
  stack.template = template;
  stack.parameters = { ...pending.request.parameters };
  stack.tags = { ...pending.request.tags };
  stack.outputs = outputsOf(template, stack);
}

/** References to parameters are followed; everything else gets a value of its own that stays. */
function outputsOf(template: CfnTemplate, stack: FakeStack): Record<string, string> {
  const entries = Object.entries(template.Outputs ?? {}).map(([name, output]) => {
    const { Value } = output as { Value: Record<string, unknown> };
    const parameter = typeof Value.Ref === 'string' ? stack.parameters[Value.Ref] : undefined;
    return [name, parameter ?? `${name}-of-${stack.name}`] as const;
  });
  return Object.fromEntries(entries);
}
