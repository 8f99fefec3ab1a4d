import type { Colors as Colours } from 'picocolors/types.js';
import type { Orphan } from '../plan/orphans.js';
import type { Plan, Step, StepChange } from '../plan/plan.js';
import { changesText, type ToldChange } from './changes-text.js';
import { findingText } from './findings.js';
import { outlook, planSummary } from './plan-summary.js';
import { columns, counted, wrapped } from './text.js';

/** A plan for people: a line a stack, its changes below, and what to do next. */
export function planText(plan: Plan, paint: Colours): string {
  const groups = groupByCluster(plan.steps);
  const moving = groups.filter(([, steps]) => steps.some(isMoving));
  const idle = groups.filter(([, steps]) => !steps.some(isMoving));
  const sections = moving.map(([cluster, steps]) => clusterText(cluster, steps.filter(isMoving), paint));
  if (idle.length > 0) sections.push(columns(idle.map(([cluster]) => [paint.bold(cluster), 'nothing to do'])));
  if (plan.orphans.length > 0) sections.push(orphansText(plan.orphans, paint));
  sections.push(...plan.findings.map(finding => findingText(finding, paint)));
  return `${[headline(plan, paint), ...sections, closing(plan.steps)].join('\n\n')}\n`;
}

function isMoving({ action }: Step): boolean {
  return action !== 'none';
}

function headline({ commit, steps }: Plan, paint: Colours): string {
  const clusters = new Set(steps.flatMap(step => step.cluster ?? []));
  const accounts = new Set(steps.map(step => step.account));
  const scope = [
    counted(clusters.size, 'cluster'),
    counted(steps.length, 'stack'),
    counted(accounts.size, 'account'),
  ].join(', ');
  return `commit ${paint.bold(commit.sha.slice(0, 7))} "${commit.subject}"    ${scope}`;
}

function groupByCluster(steps: readonly Step[]): [string, Step[]][] {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    const name = step.cluster ?? 'fleet';
    groups.set(name, [...(groups.get(name) ?? []), step]);
  }
  return [...groups];
}

function clusterText(name: string, steps: readonly Step[], paint: Colours): string {
  const heads = columns(
    steps.map(step => stepRow(step, paint)),
    { indent: 2 },
  ).split('\n');
  return [paint.bold(name), ...steps.flatMap((step, index) => [heads[index] ?? '', ...details(step, paint)])].join(
    '\n',
  );
}

const signs = { create: '+', update: '~', none: ' ', wait: '…', stop: '!' } as const;

function stepRow(step: Step, paint: Colours): string[] {
  const verdict = {
    apply: paint.green('auto'),
    held: paint.yellow('held'),
    refused: paint.red('refused'),
    unchanged: '',
  };
  return [
    `${signs[step.action]} ${step.id.slice(step.id.indexOf('/') + 1)}`,
    step.changeClass ?? withoutClass(step),
    step.action === 'create' ? counted(step.changes.length, 'resource') : '',
    step.changeClass === undefined && outlook(step) === 'apply' ? '' : verdict[outlook(step)],
    step.digest === undefined ? afterWhat(step) : `step ${step.digest.slice(0, 8)}`,
  ];
}

function withoutClass({ action, problem }: Step): string {
  if (action === 'wait' || problem?.waits) return 'waiting';
  return action === 'stop' ? 'stopped' : 'not known yet';
}

function afterWhat(step: Step): string {
  return step.knownAfter.length === 0 ? '' : `known after ${step.knownAfter.map(stackOf).join(', ')}`;
}

function details(step: Step, paint: Colours): string[] {
  const lines: string[] = [];
  // A next step is one line, however long: it may hold a command to copy.
  if (step.problem) {
    const colour = step.problem.waits ? paint.yellow : paint.red;
    lines.push(...wrapped(step.problem.message, 6).map(line => colour(line)));
  }
  if (step.problem?.hint !== undefined) lines.push(`      next  ${step.problem.hint}`);
  if (step.blockedBy.length > 0) lines.push(`      waits for ${step.blockedBy.map(stackOf).join(', ')}`);
  if (step.gate.reason !== undefined && step.problem === undefined) lines.push(...wrapped(step.gate.reason, 6));
  if (step.action === 'wait' && step.status !== undefined) lines.push(`      ${step.status}`);
  for (const reason of step.reasons) lines.push(...wrapped(reason, 6));
  if (step.action === 'update') lines.push(...changesText(step.changes.map(told), paint));
  if (step.action === 'update') lines.push(...nodeConfigLines(step));
  return lines;
}

function told({ properties, ...change }: StepChange): ToldChange {
  return {
    ...change,
    properties: properties.map(property => ({ ...property, after: property.after ?? '(known after apply)' })),
  };
}

function nodeConfigLines(step: Step): string[] {
  const changed = step.nodeConfigs.filter(config => config.before !== undefined && config.before !== config.after);
  return changed.map(config => `      cloudconfig ${stackOf(config.id)} changes`);
}

function stackOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

function orphansText(orphans: readonly Orphan[], paint: Colours): string {
  const rows = orphans.map(({ stackName, account, region }) => [stackName, account, region]);
  return `${paint.yellow('no longer in Git, left alone')}\n${columns(rows, { indent: 2 })}`;
}

function closing(steps: readonly Step[]): string {
  const summary = planSummary(steps);
  if (summary.unchanged === steps.length) return `Nothing to do: ${counted(steps.length, 'stack')} as the commit says.`;
  const parts = [
    `${counted(summary.apply, 'step')} to apply`,
    ...(summary.held > 0 ? [`${summary.held} held`] : []),
    ...(summary.refused > 0 ? [`${summary.refused} refused`] : []),
    ...(summary.unchanged > 0 ? [`${counted(summary.unchanged, 'stack')} unchanged`] : []),
  ];
  const next = summary.apply > 0 ? '\n  clusterwright apply    starts what is not held or refused' : '';
  return `${parts.join(', ')}.${next}`;
}
