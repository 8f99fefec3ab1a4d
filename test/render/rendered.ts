import type { CfnResource, StackArtifact } from '../../src/model/artifact.js';
import type { Cluster } from '../../src/model/fleet.js';
import { render } from '../../src/render/render.js';
import { fleet } from './example-fleet.js';

/** The stack of that name (`tccp`, `tcnp-workers`) of a fleet with this one cluster. */
export async function renderedStack(cluster: Cluster, name: string): Promise<StackArtifact> {
  const { stacks } = await render(fleet(cluster));
  const id = name === 'store' ? name : `${cluster.name}/${name}`;
  const stack = stacks.find(candidate => candidate.id === id);
  if (stack === undefined) throw new Error(`there is no ${id}`);
  return stack;
}

export function resource({ template, id }: StackArtifact, logicalId: string): CfnResource {
  const found = template.Resources[logicalId];
  if (found === undefined) throw new Error(`${id} has no ${logicalId}`);
  return found;
}

/** Logical ids of a type of resource. */
export function idsOf({ template }: StackArtifact, type: string): readonly string[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id]) => id);
}

/** Properties of a resource, as data to look into. */
export function propertiesOf(stack: StackArtifact, logicalId: string): unknown {
  return resource(stack, logicalId).Properties;
}

/** Statements of a role's only policy. */
export function statementsOf(stack: StackArtifact, role: string): readonly object[] {
  interface Role {
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly object[] } }[];
  }
  const { Policies } = propertiesOf(stack, role) as Role;
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

export function get(logicalId: string, attribute: string) {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}
