import type { Answer, ServiceCall } from '../desk.js';
import type { PhantomDrift, ResourceFault, ResourceOperation } from '../resource-faults.js';
import type { Intervention, Means } from './interventions.js';
import { interventionOf } from './interventions.js';
import { callMatcher, resourceMatcher } from './match.js';
import type { Effect, Fault, FaultRule } from './rule.js';

/** The faults in use. */
export interface Faults {
  add(rule: FaultRule): Promise<Fault>;
  list(): readonly Fault[];
  /** Whether there was one. */
  remove(id: string): boolean;
  /** Ends all faults, and starts those anew that the sandbox was started with. */
  reset(): Promise<void>;
  /** Holds up nothing any more. */
  close(): void;
  /** What happens to a call; it counts as one for every rule that it matches. */
  meeting(call: ServiceCall): readonly Met[];
  readonly resourceFault: ResourceFault;
  readonly phantomDrift: PhantomDrift;
}

export interface Met {
  readonly id: string;
  readonly answer: Intervention['answer'];
}

interface Active {
  readonly id: string;
  readonly rule: FaultRule;
  readonly madeAt: Date;
  readonly concerns: (call: ServiceCall) => boolean;
  readonly concernsResource: (where: ResourceOperation) => boolean;
  /** Undefined once it is spent, so that what it holds can go. */
  intervention: Intervention | undefined;
  readonly end: AbortController;
  matched: number;
  met: number;
}

/** `initial` are those that the sandbox is started with. */
export async function openFaults(initial: readonly FaultRule[], means: Omit<Means, 'ended'>): Promise<Faults> {
  const active = new Map<string, Active>();
  let number = 0;
  const add = async (rule: FaultRule): Promise<Fault> => {
    number += 1;
    const fault = await activate(String(number), rule, means);
    active.set(fault.id, fault);
    return shown(fault, means.now());
  };
  const letGo = () => {
    for (const { end } of active.values()) end.abort();
  };
  const start = async () => {
    for (const rule of initial) await add(rule);
  };
  const firstDue = (kind: Effect['kind'], where: ResourceOperation): Active | undefined => {
    const due = [...active.values()].filter(
      fault => fault.rule.effect.kind === kind && fault.concernsResource(where) && isDue(fault, means.now()),
    );
    for (const fault of due) fault.met += 1;
    return due[0];
  };
  await start();
  return {
    add,
    list: () => [...active.values()].map(fault => shown(fault, means.now())),
    remove(id) {
      active.get(id)?.end.abort();
      return active.delete(id);
    },
    async reset() {
      letGo();
      active.clear();
      await start();
    },
    close: letGo,
    meeting: call =>
      [...active.values()].flatMap(fault => {
        const { id, intervention } = fault;
        if (!intervention || !fault.concerns(call) || !isDue(fault, means.now())) return [];
        if (intervention.concerns?.(call) === false) return [];
        fault.met += 1;
        return [{ id, answer: intervention.answer }];
      }),
    resourceFault(where) {
      const first = firstDue('fail-resource', where);
      if (first?.rule.effect.kind !== 'fail-resource') return undefined;
      return first.rule.effect.reason ?? `The sandbox was asked to let this fail (fault ${first.id}).`;
    },
    phantomDrift(where) {
      const effect = firstDue('phantom-drift', where)?.rule.effect;
      return effect?.kind === 'phantom-drift' ? effect.change : undefined;
    },
  };
}

async function activate(id: string, rule: FaultRule, means: Omit<Means, 'ended'>): Promise<Active> {
  const end = new AbortController();
  return {
    id,
    rule,
    madeAt: means.now(),
    concerns: callMatcher(rule.match ?? {}),
    concernsResource: resourceMatcher(rule.match ?? {}),
    intervention: await interventionOf(rule.effect, { ...means, ended: end.signal }),
    end,
    matched: 0,
    met: 0,
  };
}

/** Counts one more that matches, and says whether it is one of those that the rule is for. */
function isDue(fault: Active, now: Date): boolean {
  if (isSpent(fault, now)) {
    fault.intervention = undefined;
    return false;
  }
  fault.matched += 1;
  return fault.matched > (fault.rule.skip ?? 0);
}

function isSpent({ rule: { skip = 0, times = Infinity, durationMs = Infinity }, madeAt, matched }: Active, now: Date) {
  return matched >= skip + times || now.getTime() - madeAt.getTime() >= durationMs;
}

function shown(fault: Active, now: Date): Fault {
  const { id, rule, madeAt, met } = fault;
  return { id, ...rule, madeAt: madeAt.toISOString(), met, spent: isSpent(fault, now) };
}

/** Answers a call through all that happens to it; what was made first stands nearest to the client. */
export function through(met: readonly Met[], call: ServiceCall, serve: () => Promise<Answer>): Promise<Answer> {
  return met.reduceRight<() => Promise<Answer>>(
    (next, { answer }) =>
      () =>
        answer(call, next),
    serve,
  )();
}
