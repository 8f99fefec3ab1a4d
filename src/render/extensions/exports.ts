import { intrinsicOf } from '../../cfn/intrinsics.js';
import { pointerTo } from '../../cfn/pointer.js';
import { mistake } from '../../cfn/template-finding.js';
import type { StackArtifact } from '../../model/artifact.js';
import type { CheckedStack } from '../stack-artifact.js';
import type { StackFinding } from '../template-findings.js';

/** Finds names that several stacks of an account and region would export: only one of them could be created. */
export function repeatedExports(stacks: readonly CheckedStack[]): readonly StackFinding[] {
  const firsts = new Map<string, string>();
  return stacks.flatMap(({ artifact, findingsAt }) =>
    exportsOf(artifact).flatMap(({ name, pointer }) => {
      const { id, target } = artifact;
      const key = JSON.stringify([target.account.id, target.region, name]);
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, id);
      if (first === undefined) return [];
      const message = `${first} exports ${JSON.stringify(name)} already, in the same account and region`;
      return findingsAt([mistake('CW3025', pointer, message)]);
    }),
  );
}

interface Exported {
  readonly name: unknown;
  readonly pointer: string;
}

function exportsOf({ template, stackName }: StackArtifact): readonly Exported[] {
  return Object.entries(template.Outputs ?? {}).flatMap(([output, value]) => {
    const { Export } = value as { readonly Export?: { readonly Name: unknown } };
    if (Export === undefined) return [];
    return [{ name: resolved(Export.Name, stackName), pointer: pointerTo('/Outputs', output, 'Export', 'Name') }];
  });
}

/** The name, with that of the stack in it. */
function resolved(value: unknown, stackName: string): unknown {
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name === 'Ref' && argument === 'AWS::StackName') return stackName;
  if (name === 'Fn::Sub' && typeof argument === 'string') return substituted(argument, stackName);
  if (Array.isArray(value)) return value.map(item => resolved(item, stackName));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'Fn::Sub' && Array.isArray(member)
        ? [substituted(String(member[0]), stackName), ...member.slice(1).map(item => resolved(item, stackName))]
        : resolved(member, stackName),
    ]),
  );
}

function substituted(text: string, stackName: string): string {
  return text.replaceAll('${AWS::StackName}', stackName);
}
