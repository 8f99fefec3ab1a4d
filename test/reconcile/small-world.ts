import type { Artifacts, CfnTemplate, NodeConfigArtifact } from '../../src/model/artifact.js';
import type { Plan } from '../../src/plan/plan.js';
import { makePlan } from '../../src/reconcile/make-plan.js';
import type { Outcome } from '../../src/reconcile/outcome.js';
import type { Progress } from '../../src/reconcile/progress.js';
import { settle } from '../../src/reconcile/settle.js';
import type { Ports, World } from '../../src/reconcile/world.js';
import { artifact, cluster, fleet, platform, region, template, tenant } from '../plan/fixtures.js';

export interface Wish {
  readonly max?: number;
  readonly cidr?: string;
  readonly image?: string;
}

/** A store, a network that takes one of its outputs, a pool that takes one of the network's, and routes after it. */
export function smallWorld(ports: Ports, { max = 3, cidr = '10.64.0.0/20', image = 'ami-1' }: Wish = {}): World {
  const string = { Type: 'String' };
  const pool: Partial<CfnTemplate> = {
    Parameters: { Vpc: string, Max: string },
    Resources: {
      Nodes: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: { MaxSize: { Ref: 'Max' }, LaunchTemplate: image, Vpc: { Ref: 'Vpc' } },
        UpdatePolicy: { AutoScalingRollingUpdate: {} },
      },
    },
    Outputs: { Group: { Value: { Ref: 'Nodes' } } },
  };
  const stacks: Artifacts['stacks'] = [
    artifact('store', {
      target: { account: platform, region },
      template: template('10.0.0.0/24', { Outputs: { KeyArn: { Value: { Ref: 'Vpc' } } } }),
    }),
    artifact('dev/tccp', {
      template: template(cidr, { Parameters: { Key: string }, Outputs: { VpcId: { Value: { Ref: 'Vpc' } } } }),
      inputs: { Key: { from: 'output', stack: 'store', name: 'KeyArn' } },
    }),
    artifact('dev/tcnp-a', {
      template: template('10.64.1.0/24', pool),
      inputs: {
        Vpc: { from: 'output', stack: 'dev/tccp', name: 'VpcId' },
        Max: { from: 'literal', value: String(max) },
      },
      nodeConfigs: ['dev/a'],
    }),
    artifact('dev/tcnpf-a', { target: { account: platform, region }, after: ['dev/tcnp-a'] }),
    artifact('prod/tccp'),
  ];
  return {
    fleet: fleet(cluster('dev'), cluster('prod')),
    artifacts: { stacks, nodeConfigs: [nodeConfig] },
    commit: { sha: '4f2a9c1'.padEnd(40, '0'), subject: 'a commit' },
    toolVersion: '0.1.0',
    ports,
  };
}

const sha512 = 'a'.repeat(128);
const nodeConfig: NodeConfigArtifact = {
  id: 'dev/a',
  cluster: 'dev',
  node: 'a',
  role: 'a',
  target: { account: tenant, region },
  bucket: 'bucket',
  key: `cloudconfig/a/${sha512}.json`,
  path: 'dev/cloudconfig/a.json',
  body: '{}',
  sha512,
};

export interface Run {
  readonly plan: Plan;
  readonly outcome: Outcome;
  readonly progress: readonly Progress[];
}

/** Plans and applies, as `apply` does. */
export async function apply(world: World, signal = new AbortController().signal): Promise<Run> {
  const plan = await makePlan(world, { signal });
  const progress: Progress[] = [];
  const outcome = await settle(world, { plan, onProgress: item => progress.push(item), signal });
  return { plan, outcome, progress };
}

export function results({ outcome }: Pick<Run, 'outcome'>): Record<string, string> {
  return Object.fromEntries(outcome.stacks.map(stack => [stack.id, stack.result]));
}
