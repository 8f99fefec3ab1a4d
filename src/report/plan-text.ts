import type { Colors as Colours } from 'picocolors/types.js';
import { formatPosition } from '../model/source.js';
import type { Plan, PropertyChange, Step, StepChange } from '../plan/plan.js';
import { outlook, planSummary } from './plan-summary.js';
import { columns, counted } from './text.js';

/** A plan for people: a line a stack, its changes below, and what to do next. */
export function planText(plan: Plan, paint: Colours): string {
  const sections = groupByCluster(plan.steps).map(([cluster, steps]) => clusterText(cluster, steps, paint));
  return `${[headline(plan, paint), ...sections, closing(plan.steps)].join('\n\n')}\n`;
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
  const moving = steps.filter(step => step.action !== 'none');
  if (moving.length === 0) return columns([[paint.bold(name), 'nothing to do']], { gap: 4 });
  const rows = moving.map(step => stepRow(step, paint));
  const heads = columns(rows, { indent: 2 }).split('\n');
  return [paint.bold(name), ...moving.flatMap((step, index) => [heads[index] ?? '', ...details(step, paint)])].join(
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
    step.changeClass ?? (step.action === 'wait' ? 'waiting' : step.action === 'stop' ? 'stopped' : 'not known yet'),
    step.action === 'create' ? counted(step.changes.length, 'resource') : '',
    verdict[outlook(step)],
    step.digest === undefined ? afterWhat(step) : `step ${step.digest.slice(0, 8)}`,
  ];
}

function afterWhat(step: Step): string {
  return step.knownAfter.length === 0 ? '' : `known after ${step.knownAfter.map(stackOf).join(', ')}`;
}

function details(step: Step, paint: Colours): string[] {
  const lines: string[] = [];
  if (step.problem) lines.push(`      ${paint.red(step.problem.message)}`);
  if (step.problem?.hint !== undefined) lines.push(`      next  ${step.problem.hint}`);
  if (step.blockedBy.length > 0) lines.push(`      waits for ${step.blockedBy.map(stackOf).join(', ')}`);
  if (step.gate.reason !== undefined && step.problem === undefined) lines.push(`      ${step.gate.reason}`);
  if (step.action === 'wait' && step.status !== undefined) lines.push(`      ${step.status}`);
  for (const reason of step.reasons) lines.push(`      ${reason}`);
  if (step.action === 'update') lines.push(...step.changes.flatMap(change => changeLines(change, paint)));
  if (step.action === 'update') lines.push(...nodeConfigLines(step));
  return lines;
}

function changeLines(change: StepChange, paint: Colours): string[] {
  const note = [change.action === 'modify' ? '' : change.action, replacementNote(change)].filter(Boolean).join(', ');
  const title = `      ${change.logicalId}${note === '' ? '' : `  ${paint.yellow(note)}`}`;
  return [title, ...change.properties.map(property => propertyLine(property, paint))];
}

function replacementNote(change: StepChange): string {
  if (change.action !== 'modify') return '';
  return { never: '', conditional: 'may be replaced', always: 'replaced' }[change.replacement];
}

function propertyLine(property: PropertyChange, paint: Colours): string {
  const path = property.path.replace(/^Properties\./, '');
  const line = `        ${path}  ${transition(property)}`;
  if (property.source === undefined) return line;
  const source = paint.dim(formatPosition(property.source));
  return line.length + formatPosition(property.source).length < 78
    ? `${line.padEnd(52)}  ${source}`
    : `${line}\n          ${source}`;
}

const longestValue = 48;

function transition({ before, after }: PropertyChange): string {
  const known = after ?? '(known after apply)';
  if (Math.max(before?.length ?? 0, known.length) > longestValue) {
    return `changed (${before?.length ?? 0} -> ${known.length} characters)`;
  }
  return before === undefined ? known : `${before} -> ${known}`;
}

function nodeConfigLines(step: Step): string[] {
  const changed = step.nodeConfigs.filter(config => config.before !== undefined && config.before !== config.after);
  return changed.map(config => `      cloudconfig ${stackOf(config.id)} changes`);
}

function stackOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

function closing(steps: readonly Step[]): string {
  const summary = planSummary(steps);
  if (summary.unchanged === steps.length) return `Nothing to do: ${counted(steps.length, 'stack')} as the commit says.`;
  const parts = [
    `${counted(summary.apply, 'step')} to apply`,
    ...(summary.held > 0 ? [`${summary.held} held`] : []),
    ...(summary.refused > 0 ? [`${summary.refused} refused`] : []),
    `${counted(summary.unchanged, 'stack')} unchanged`,
  ];
  const next = summary.apply > 0 ? '\n  clusterwright apply    starts what is not held or refused' : '';
  return `${parts.join(', ')}.${next}`;
}
