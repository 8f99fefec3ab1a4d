import { checkProperty } from '../../cfn/check-properties.js';
import type { PropertyType, ValueType } from '../../cfn/resource-type.js';
import type { CfnResource, CfnTemplate } from '../../model/artifact.js';
import { own } from '../../model/own.js';
import { validationError } from './template-error.js';

/** Throws ValidationError for attributes of resources that their types do not have, or that say what they cannot. */
export function checkPolicies(template: CfnTemplate): void {
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    checkRetention(logicalId, resource, 'DeletionPolicy');
    checkRetention(logicalId, resource, 'UpdateReplacePolicy');
    checkPolicy(logicalId, resource, 'CreationPolicy');
    checkPolicy(logicalId, resource, 'UpdatePolicy');
  }
}

const retentions: Readonly<Record<'DeletionPolicy' | 'UpdateReplacePolicy', readonly string[]>> = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'],
  UpdateReplacePolicy: ['Delete', 'Retain', 'Snapshot'],
};

/** "DeletionPolicy attribute" in the user guide. */
const snapshotTypes = [
  'AWS::DocDB::DBCluster',
  'AWS::EC2::Volume',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::Neptune::DBCluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
];

function checkRetention(logicalId: string, resource: CfnResource, attribute: keyof typeof retentions): void {
  const policy = resource[attribute];
  if (policy === undefined) return;
  // Functions are for templates with the transform AWS::LanguageExtensions.
  if (typeof policy !== 'string') {
    throw validationError(`Template format error: Every ${attribute} member must be a string.`);
  }
  if (!retentions[attribute].includes(policy)) {
    throw validationError(`Template format error: Unrecognized ${attribute} ${policy} for resource ${logicalId}`);
  }
  if (policy !== 'Snapshot' || snapshotTypes.includes(resource.Type)) return;
  const words = attribute === 'DeletionPolicy' ? 'deletion policy' : 'update replace policy';
  throw validationError(`Template error: resource type ${resource.Type} does not support ${words} Snapshot`);
}

type Policies = Readonly<Record<string, Readonly<Record<string, ValueType>>>>;

const boolean: ValueType = { kind: 'boolean' };
const integer: ValueType = { kind: 'integer' };
const text: ValueType = { kind: 'string' };
const signal = object({ Count: integer, Timeout: text });

/** Which types have the attributes, and what these hold ("Resource attribute reference" in the user guide). */
const policies: Readonly<Record<'CreationPolicy' | 'UpdatePolicy', Policies>> = {
  CreationPolicy: {
    'AWS::AppStream::Fleet': { StartFleet: object({ Type: boolean }) },
    'AWS::AutoScaling::AutoScalingGroup': {
      AutoScalingCreationPolicy: object({ MinSuccessfulInstancesPercent: integer }),
      ResourceSignal: signal,
    },
    'AWS::CloudFormation::WaitCondition': { ResourceSignal: signal },
    'AWS::EC2::Instance': { ResourceSignal: signal },
  },
  UpdatePolicy: {
    'AWS::AppStream::Fleet': {
      StopBeforeUpdate: object({ Type: boolean }),
      StartAfterUpdate: object({ Type: boolean }),
    },
    'AWS::AutoScaling::AutoScalingGroup': {
      AutoScalingReplacingUpdate: object({ WillReplace: boolean }),
      AutoScalingRollingUpdate: object({
        MaxBatchSize: integer,
        MinActiveInstancesPercent: integer,
        MinInstancesInService: integer,
        MinSuccessfulInstancesPercent: integer,
        PauseTime: text,
        SuspendProcesses: { kind: 'list', element: text },
        WaitOnResourceSignals: boolean,
      }),
      AutoScalingScheduledAction: object({ IgnoreUnmodifiedGroupSizeProperties: boolean }),
    },
    'AWS::ElastiCache::ReplicationGroup': { UseOnlineResharding: boolean },
    'AWS::Elasticsearch::Domain': { EnableVersionUpgrade: boolean },
    'AWS::Lambda::Alias': {
      CodeDeployLambdaAliasUpdate: object({
        AfterAllowTrafficHook: text,
        ApplicationName: text,
        BeforeAllowTrafficHook: text,
        DeploymentGroupName: text,
      }),
    },
    'AWS::OpenSearchService::Domain': { EnableVersionUpgrade: boolean },
  },
};

function checkPolicy(logicalId: string, resource: CfnResource, attribute: keyof typeof policies): void {
  const policy = resource[attribute];
  if (policy === undefined) return;
  const members = own(policies[attribute], resource.Type);
  if (!members) {
    throw validationError(`Template error: resource type ${resource.Type} does not support ${attribute}`);
  }
  const pointer = `/Resources/${logicalId}/${attribute}`;
  const [finding] = checkProperty(policy, object(members), pointer);
  if (finding) throw validationError(`Template error: [${finding.pointer}] ${finding.message}`);
  for (const [at, value] of texts(policy, pointer)) checkMember(at, value);
}

/** Durations and percentages have bounds wherever they are. */
function checkMember(pointer: string, value: string): void {
  const member = pointer.split('/').at(-1) ?? '';
  if (/^(?:Timeout|PauseTime)$/.test(member) && durationMs(value) === undefined) {
    throw validationError(`Template error: [${pointer}] ${value} is not an ISO 8601 duration`);
  }
  if (
    /^(?:Timeout|PauseTime)$/.test(member) &&
    (durationMs(value) ?? 0) > (member === 'Timeout' ? 12 : 1) * 3_600_000
  ) {
    throw validationError(`Template error: [${pointer}] ${value} is too long`);
  }
  if (member.endsWith('Percent') && Number(value) > 100) {
    throw validationError(`Template error: [${pointer}] ${value} is not a percentage`);
  }
  if (value.startsWith('-') && /Percent$|^Count$|^MaxBatchSize$|^MinInstancesInService$/.test(member)) {
    throw validationError(`Template error: [${pointer}] ${value} is negative`);
  }
}

function durationMs(text: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || /P$|T$/.test(text)) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map(part => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** Scalars within, by their pointers; what functions return is known to nobody yet. */
function texts(value: unknown, pointer: string): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[pointer, String(value)]];
  return Object.entries(value).flatMap(([key, member]) => texts(member, `${pointer}/${key}`));
}

function object(members: Readonly<Record<string, ValueType>>): ValueType {
  const properties = Object.entries(members).map(([name, type]): [string, PropertyType] => [
    name,
    { required: false, requiresRecreation: 'Never', type },
  ]);
  return { kind: 'object', name: 'Policy', properties: Object.fromEntries(properties) };
}
