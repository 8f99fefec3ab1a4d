import { wildcard } from '../policy/wildcard.js';
import type { Field, Fields } from './fields.js';
import { number, object, oneOf, text, theBody, wholeNumber } from './fields.js';
import type { FaultRule } from './rule.js';

/** A rule as JSON says it. Throws ControlError for what is no rule. */
export function readRule(value: unknown): FaultRule {
  const { effect } = envelope(value, theBody) as { readonly effect: { readonly kind: FaultRule['effect']['kind'] } };
  const { kind } = effect;
  return object(
    {
      match: object(matches[kind] ?? callMatch),
      effect: effectField(kind, 'profile' in effect),
      times: wholeNumber(1, 1_000_000),
      skip: wholeNumber(0, 1_000_000),
      durationMs: wholeNumber(1, 86_400_000),
    },
    ['effect'],
  )(value, theBody) as FaultRule;
}

const services = ['autoscaling', 'cloudformation', 'ec2', 'kms', 's3', 'ssm', 'sts'];
const anything: Field = value => value;
const when = oneOf('before', 'after');
const place: Fields = { accountId: text, region: text, stack: text };
const callMatch: Fields = { service: fittingService, action: text, ...place, role: text, resource: text };
const resource: Fields = { ...place, logicalId: text, type: text };
const matches: Readonly<Partial<Record<FaultRule['effect']['kind'], Fields>>> = {
  'fail-resource': { ...resource, operation: oneOf('create', 'read', 'update', 'delete') },
  'phantom-drift': resource,
};

const effects: Readonly<Record<FaultRule['effect']['kind'], readonly [fields: Fields, required: readonly string[]]>> = {
  throttle: [{ perSecond: number(0, 1_000_000), burst: number(1, 1_000_000) }, ['perSecond', 'burst']],
  delay: [{ delayMs: wholeNumber(0, 3_600_000), when }, ['delayMs']],
  reset: [{ when }, []],
  truncate: [{}, []],
  error: [{ status: wholeNumber(400, 599), code: text, message: text, when }, []],
  deny: [{}, []],
  expire: [{}, []],
  stale: [{}, []],
  kill: [{ pid: processId, when }, ['pid']],
  'fail-resource': [{ reason: text }, []],
  'phantom-drift': [{ change: oneOf('modify', 'replace') }, ['change']],
};

const kinds = Object.keys(effects);
const envelope = object(
  {
    match: anything,
    times: anything,
    skip: anything,
    durationMs: anything,
    effect: (value, where) => {
      if (typeof value === 'object' && value !== null && 'kind' in value) {
        oneOf(...kinds)(value.kind, `${where}.kind`);
        return value;
      }
      return object({ kind: oneOf(...kinds) }, ['kind'])(value, where);
    },
  },
  ['effect'],
);

function effectField(kind: FaultRule['effect']['kind'], ofProfile: boolean): Field {
  const [fields, required] = kind === 'throttle' && ofProfile ? [{ profile: oneOf('aws') }, []] : effects[kind];
  return object({ kind: text, ...fields }, required);
}

/** A rule for a service that there is not would never meet a call. */
function fittingService(value: unknown, where: string): unknown {
  const pattern = wildcard(String(text(value, where)), 'i');
  return services.some(name => pattern.test(name)) ? value : oneOf(...services)(value, where);
}

/** Never 0 or below: those would mean whole groups of processes. */
function processId(value: unknown, where: string): unknown {
  return value === 'sandbox' ? value : wholeNumber(2, 2 ** 31 - 1)(value, where);
}
