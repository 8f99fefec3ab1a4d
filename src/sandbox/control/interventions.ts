import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Desks, OnDefect, ServiceCall } from '../desk.js';
import { refusal, serve } from '../desk.js';
import type { AwsFault } from '../fault.js';
import { refuse } from '../refusals.js';
import { iamNames } from './iam-names.js';
import type { Effect, When } from './rule.js';
import { denial, failure, throttling } from './service-errors.js';
import { throttle } from './throttle.js';

/** What a fault does to a call, whose effect and answer are to be had from `next`. */
export interface Intervention {
  /** Asked once a call; without it every call is concerned. */
  readonly concerns?: (call: ServiceCall) => boolean;
  readonly answer: (call: ServiceCall, next: () => Promise<Answer>) => Promise<Answer>;
}

export interface Means {
  readonly now: () => Date;
  /** Services over a copy of the world that stays as it is. */
  readonly freeze: () => Promise<Desks>;
  readonly onDefect: OnDefect;
  /** Aborted when the rule ends. */
  readonly ended: AbortSignal;
}

/** Undefined for what does not happen to calls. */
export async function interventionOf(effect: Effect, means: Means): Promise<Intervention | undefined> {
  switch (effect.kind) {
    case 'throttle':
      return { concerns: throttle(effect, means.now), answer: refusing(({ service }) => throttling(service)) };
    case 'delay':
      return around(effect.when, () => pause(effect.delayMs, means.ended));
    case 'reset':
      return { answer: async (_, next) => (effect.when === 'after' ? { ...(await next()), cut: 'reset' } : nothing) };
    case 'truncate':
      return { answer: async (_, next) => ({ ...(await next()), cut: 'truncated' }) };
    case 'error':
      return { answer: refusing(({ service }) => failure(service, effect), effect.when) };
    case 'deny':
      return { answer: refusing(denialOf) };
    case 'expire':
      return { answer: refusing(({ protocol }) => refuse('expired-token', protocol)) };
    case 'stale':
      return stale(await means.freeze(), means.onDefect);
    case 'kill':
      return killing(effect.pid === 'sandbox' ? process.pid : effect.pid, effect.when);
    case 'fail-resource':
    case 'phantom-drift':
      return undefined;
  }
}

const nothing: Answer = { status: 0, body: '', cut: 'reset' };

function refusing(fault: (call: ServiceCall) => AwsFault, when: When = 'before'): Intervention['answer'] {
  return async (call, next) => {
    if (when === 'after') await next();
    return refusal(fault(call), call.protocol, call.request.requestId);
  };
}

function around(when: When | undefined, act: () => Promise<unknown>): Intervention {
  return {
    async answer(_, next) {
      if (when !== 'after') await act();
      const answer = await next();
      if (when === 'after') await act();
      return answer;
    },
  };
}

/** A rule that ends lets go what it held up. */
function pause(ms: number, ended: AbortSignal): Promise<void> {
  return wait(ms, undefined, { signal: ended }).catch(() => undefined);
}

function denialOf(call: ServiceCall): AwsFault {
  return denial(call.protocol, { callerArn: call.caller.arn, ...iamNames(call) });
}

function stale(desks: Desks, onDefect: OnDefect): Intervention {
  return {
    concerns: ({ service, action }) => Object.hasOwn(desks, service) && /^(Describe|Get|Head|List)/.test(action),
    answer(call, next) {
      const desk = desks[call.service];
      return desk ? serve(desk, call, onDefect) : next();
    },
  };
}

/** The killed process hears nothing more. One that is gone already is not waited for. */
function killing(pid: number, when: When = 'before'): Intervention {
  return {
    async answer(_, next) {
      if (when === 'before') return kill(pid) ? nothing : next();
      const answer = await next();
      return kill(pid) ? { ...answer, cut: 'reset' } : answer;
    },
  };
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
