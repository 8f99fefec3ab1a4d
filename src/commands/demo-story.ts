import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanDocument } from '../model/spec/plan.generated.js';
import type { Stage } from './demo-stage.js';

export interface Chapter {
  readonly title: string;
  /** Throws unless everything ends as told. */
  play(stage: Stage): Promise<void>;
}

const devCluster = 'clusters/dev-b/cluster.yaml';
const workers = 'clusters/prod-a/workers.yaml';
const batch = 'clusters/prod-a/batch.yaml';

export const chapters: readonly Chapter[] = [
  { title: 'A mistake is committed, and explained', play: mistake },
  { title: 'Two clusters are rendered', play: rendering },
  { title: 'The first plan', play: firstPlan },
  { title: 'Apply, until every stack is complete', play: firstApply },
  { title: 'A second plan finds nothing, and writes nothing', play: secondPlan },
  { title: 'A commit changes two pools; the plan tells them apart', play: changePlan },
  { title: 'Apply again', play: secondApply },
];

async function mistake(stage: Stage): Promise<void> {
  stage.edit(devCluster, '  network:\n', '  netwrok:\n');
  stage.edit(workers, 'min: 3', 'min: 12');
  await stage.commit('dev-b and workers: careless');
  const report = await stage.clusterwright(['validate'], { exitCode: 1 });
  stage.expect(report.includes('did you mean "network"?'), 'validate suggests the field that was meant');
  stage.expect(report.includes('min is 12'), 'validate finds both mistakes in one run');
  stage.say('');
  stage.edit(devCluster, '  netwrok:\n', '  network:\n');
  stage.edit(workers, 'min: 12', 'min: 3');
  await stage.commit('dev-b and workers: corrected');
  await stage.clusterwright(['validate'], { exitCode: 0 });
}

async function rendering(stage: Stage): Promise<void> {
  stage.say('One small cluster (dev-b) and one with three masters and two pools (prod-a), offline:\n');
  await stage.clusterwright(['render', '--out', '../rendered'], { exitCode: 0 });
  const rendered = (cluster: string) => readdirSync(join(stage.directory, '../rendered', cluster, 'stacks')).length;
  stage.expect(rendered('dev-b') >= 6 && rendered('prod-a') >= 8, 'every stack of both clusters is rendered');
  const masters = [1, 2, 3].map(n => join(stage.directory, `../rendered/prod-a/cloudconfig/master-${n}.json`));
  stage.expect(masters.every(existsSync), 'each master has a node config');
}

async function firstPlan(stage: Stage): Promise<void> {
  const steps = await planSteps(stage, { exitCode: 2 });
  stage.expect(steps.length > 0 && steps.every(step => step.action === 'create'), 'the first plan creates every stack');
}

async function firstApply(stage: Stage): Promise<void> {
  stage.callsSince();
  await stage.clusterwright(['apply', '--yes'], { exitCode: 0 });
  stage.expect(count(stage.callsSince(), 'ExecuteChangeSet') > 0, 'apply executes change sets');
}

async function secondPlan(stage: Stage): Promise<void> {
  stage.callsSince();
  const steps = await planSteps(stage, { exitCode: 0 });
  const calls = stage.callsSince();
  stage.expect(
    steps.every(step => step.action === 'none'),
    'the second plan has nothing to do',
  );
  const writes = calls.filter(call => !isRead(call.action));
  const actions = [...new Set(calls.map(call => call.action))];
  const listing = actions.map(action => `${count(calls, action)} ${action}`).join(', ');
  stage.say(`\nThe local AWS counted ${listing}, and ${writes.length} writes.`);
  stage.expect(writes.length === 0, 'a settled fleet is planned without a write');
}

async function changePlan(stage: Stage): Promise<void> {
  stage.edit(batch, 'max: 20', 'max: 30');
  stage.edit(workers, '{ type: m6i.xlarge }', '{ type: m6i.2xlarge }');
  await stage.commit('prod-a: more batch, bigger workers');
  const steps = await planSteps(stage, { exitCode: 2 });
  const classOf = (stack: string) => steps.find(step => step.stack === stack)?.class;
  stage.expect(classOf('prod-a/tcnp-batch') === 'in-place', 'a changed limit is an in-place change');
  stage.expect(classOf('prod-a/tcnp-workers') === 'roll', 'a changed instance type rolls nodes');
  const moving = steps.filter(step => step.action !== 'none');
  stage.expect(moving.length === 2, 'nothing else changes');
}

async function secondApply(stage: Stage): Promise<void> {
  await stage.clusterwright(['apply', '--yes'], { exitCode: 0 });
  const steps = await planSteps(stage, { exitCode: 0 });
  stage.expect(
    steps.every(step => step.action === 'none'),
    'everything has settled again',
  );
}

/** Runs plan as a user would, and reads its steps from the file it can write beside what it shows. */
async function planSteps(stage: Stage, expected: { exitCode: number }): Promise<PlanDocument['steps']> {
  await stage.clusterwright(['plan', '--detailed-exitcode', '--out', '../plan.json'], expected);
  const document: PlanDocument = JSON.parse(readFileSync(join(stage.directory, '../plan.json'), 'utf8'));
  return document.steps;
}

function isRead(action: string): boolean {
  return /^(Describe|Get|List|Head|AssumeRole)/.test(action);
}

function count(calls: readonly { action: string; count: number }[], action: string): number {
  return calls.filter(call => call.action === action).reduce((sum, call) => sum + call.count, 0);
}
