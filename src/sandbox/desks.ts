import { autoScaling } from './autoscaling/service.js';
import { simulatedClock, wallClock } from './clock.js';
import type { CloudFormationOptions } from './cloudformation/context.js';
import { s3Templates } from './cloudformation/s3-templates.js';
import { cloudFormation, paceOf } from './cloudformation/service.js';
import { stackNamedBy } from './cloudformation/stacks.js';
import type { Desk, Desks, OnDefect } from './desk.js';
import { ec2 } from './ec2/service.js';
import { kms } from './kms/service.js';
import type { QueryParameters } from './query-protocol.js';
import { queryParameters } from './query-protocol.js';
import { resourceHandlers } from './resource-handlers.js';
import { addressOf } from './s3/address.js';
import { s3, s3ActionOf } from './s3/service.js';
import type { SandboxRequest, SandboxService } from './service.js';
import type { Sessions } from './sessions.js';
import { ssm } from './ssm/service.js';
import { rolesOf } from './sts/roles.js';
import { sts } from './sts/service.js';
import type { World } from './world.js';

export interface DesksOptions
  extends Pick<CloudFormationOptions, 'pace' | 'speed' | 'outputChanges' | 'resourceFault' | 'phantomDrift'> {
  readonly sessions: Sessions;
  readonly now: () => Date;
  /** Whether ids and times follow from the requests alone. */
  readonly seeded: boolean;
  readonly onDefect: OnDefect;
  /** Operations stay where they are; for reading only. */
  readonly frozen?: boolean;
}

export interface OpenDesks {
  readonly desks: Desks;
  /** Resolves when nothing is being written any more. */
  close(): Promise<void>;
}

/** All services of the sandbox, over one world. */
export function openDesks(world: World, options: DesksOptions): OpenDesks {
  const { sessions, now, seeded, pace, ...shared } = options;
  const bucketService = s3(world, now);
  const frozenAt = options.frozen ? now() : undefined;
  const clock = seeded ? simulatedClock() : wallClock(frozenAt ? () => frozenAt : now);
  const cloudformation = cloudFormation({
    ...shared,
    world,
    handlers: resourceHandlers,
    templates: s3Templates(bucketService),
    clock,
    // Nothing but a client's patience decides when a change set is looked at, or what was found of drift, so seeded ones are there
    // at once.
    pace: { ...pace, ...(seeded && { changeSetMs: 0, driftMs: 0 }) },
  });
  const { resourceMs } = paceOf(options);
  const nodes = { world, clock, resourceMs, wake: (stackId: string) => cloudformation.wake(stackId) };
  return {
    desks: {
      autoscaling: queryDesk(autoScaling(nodes)),
      cloudformation: queryDesk(cloudformation.service, request =>
        stackNamedBy(world, placeOf(request), formOf(request)),
      ),
      ec2: { ...queryDesk(ec2(nodes)), protocol: 'ec2' },
      kms: jsonDesk(kms(world, now), ['KeyId']),
      s3: { protocol: 's3', service: bucketService, actionOf: s3ActionOf, resourceOf: s3ResourceOf },
      ssm: jsonDesk(ssm(world, now), ['Name', 'Names', 'Path']),
      sts: queryDesk(sts({ sessions, now, roleOf: rolesOf(world) }), request => formOf(request).get('RoleArn')),
    },
    close: () => cloudformation.close(),
  };
}

/** A service of the Query protocol, whose action is a parameter. */
export function queryDesk(service: SandboxService, resourceOf: Desk['resourceOf'] = firstNamed): Desk {
  return { protocol: 'query', service, actionOf: request => formOf(request).get('Action') ?? 'none', resourceOf };
}

/** A service of the JSON protocol, whose action is the last part of the target header; `members` say what it is about. */
export function jsonDesk(service: SandboxService, members: readonly string[]): Desk {
  return {
    protocol: 'json',
    service,
    actionOf: ({ headers }) => headers['x-amz-target']?.split('.').at(-1) ?? 'none',
    resourceOf: request => firstOf(request, members),
  };
}

const forms = new WeakMap<SandboxRequest, QueryParameters>();

/** A template of a megabyte is read once, whoever asks. */
function formOf(request: SandboxRequest): QueryParameters {
  const form = forms.get(request) ?? queryParameters(request.body, request.url);
  forms.set(request, form);
  return form;
}

function placeOf({ caller, region }: SandboxRequest) {
  return { accountId: caller.accountId, region };
}

/** In EC2 and Auto Scaling the first thing that is named. */
function firstNamed(request: SandboxRequest): string | undefined {
  return [...formOf(request)].find(([name]) => /^[A-Za-z]+(Id|Name)s?(\.(member\.)?1)?$/.test(name))?.[1];
}

/** The first of the members that names something, or its first item. */
function firstOf({ body }: SandboxRequest, members: readonly string[]): string | undefined {
  try {
    const input: Readonly<Record<string, unknown>> = JSON.parse(body.toString('utf8')) ?? {};
    return members.flatMap(member => input[member]).find(value => typeof value === 'string');
  } catch {
    return undefined;
  }
}

function s3ResourceOf(request: SandboxRequest): string | undefined {
  const { bucket, key } = addressOf(request);
  return key === undefined ? bucket : `${bucket}/${key}`;
}
