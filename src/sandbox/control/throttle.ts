import type { ServiceCall } from '../desk.js';
import { awsRateOf } from './aws-rates.js';
import type { Effect } from './rule.js';

/** Says whether a call comes too early. Each account, region and action has a bucket of tokens that is full at first. */
export function throttle(
  effect: Extract<Effect, { kind: 'throttle' }>,
  now: () => Date,
): (call: ServiceCall) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return call => {
    const limit = limitOf(effect, call);
    if (!limit) return false;
    const at = now().getTime();
    const bucket = buckets.get(limit.of) ?? { tokens: limit.burst, at };
    const refilled = Math.min(limit.burst, bucket.tokens + ((at - bucket.at) / 1000) * limit.perSecond);
    const isEarly = refilled < 1;
    buckets.set(limit.of, { tokens: isEarly ? refilled : refilled - 1, at });
    return isEarly;
  };
}

interface Limit {
  readonly perSecond: number;
  readonly burst: number;
  /** What the limit is of: calls with the same text share it. */
  readonly of: string;
}

function limitOf(effect: Extract<Effect, { kind: 'throttle' }>, call: ServiceCall): Limit | undefined {
  const { service, action, accountId, region, resource = '' } = call;
  if (!('profile' in effect)) return { ...effect, of: [accountId, region, service, action].join(' ') };
  const rate = awsRateOf(service, action);
  if (!rate) return undefined;
  const bucketName = resource.split('/')[0] ?? '';
  const what = { action: `${accountId} ${region} ${action}`, group: `${accountId} ${region}`, bucket: bucketName }[
    rate.each
  ];
  return { ...rate, of: [service, rate.actions.source, what].join(' ') };
}
