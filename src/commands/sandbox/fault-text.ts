import { duration } from '../../report/text.js';
import type { Effect, Fault } from '../../sandbox/control/rule.js';

/** One line of the list of faults: id, what happens, to which calls, how often it did, how long it will. */
export function faultRow(fault: Fault): readonly string[] {
  return [fault.id, effectText(fault.effect), matchText(fault), String(fault.met), leftText(fault)];
}

export const faultHeader = ['ID', 'WHAT', 'WHERE', 'MET', 'LEFT'];

function effectText(effect: Effect): string {
  switch (effect.kind) {
    case 'throttle':
      return 'profile' in effect
        ? 'throttle at the rates of aws'
        : `throttle ${effect.perSecond}/s, burst ${effect.burst}`;
    case 'delay':
      return `delay ${duration(effect.delayMs)}${effect.when === 'after' ? ' after the effect' : ''}`;
    case 'error':
      return ['error', effect.status, effect.code, effect.when === 'after' ? 'after the effect' : undefined]
        .filter(part => part !== undefined)
        .join(' ');
    case 'reset':
      return `reset ${effect.when ?? 'before'} the effect`;
    case 'kill':
      return `kill ${effect.pid === 'sandbox' ? 'the sandbox' : `process ${effect.pid}`} ${effect.when ?? 'before'} the effect`;
    case 'fail-resource':
      return effect.reason === undefined ? 'fail' : `fail: ${effect.reason}`;
    case 'phantom-drift':
      return `phantom drift: ${effect.change}`;
    default:
      return effect.kind;
  }
}

function matchText({ match = {}, effect: { kind } }: Fault): string {
  const { service, action, accountId, region, role, stack, resource, logicalId, type, operation } = match;
  const everything = kind === 'fail-resource' || kind === 'phantom-drift' ? 'every resource' : 'every call';
  const what = [
    service !== undefined || action !== undefined ? `${service ?? '*'}:${action ?? '*'}` : undefined,
    operation,
    logicalId,
    type,
    told('of role', role),
    told('on', resource),
    told('in stack', stack),
    told('in', accountId),
    told('in', region),
  ].filter(part => part !== undefined);
  return what.length === 0 ? everything : what.join(' ');
}

function told(word: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${word} ${value}`;
}

function leftText({ spent, times, skip = 0, met, durationMs, madeAt }: Fault): string {
  if (spent) return 'spent';
  const until =
    durationMs === undefined ? undefined : new Date(Date.parse(madeAt) + durationMs).toISOString().slice(11, 19);
  const parts = [
    skip > 0 && met === 0 ? `skips ${skip}` : undefined,
    times === undefined ? undefined : `${times - met} more`,
    until === undefined ? undefined : `until ${until} UTC`,
  ].filter(part => part !== undefined);
  return parts.length === 0 ? 'until removed' : parts.join(', ');
}
