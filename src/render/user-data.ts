import { attributeOf, intrinsicOf, substitutionsOf } from '../cfn/intrinsics.js';
import type { StackArtifact } from '../model/artifact.js';

export interface UserData {
  /** `master-<n>`, or the pool's name. */
  readonly node: string;
  /** Ignition JSON, with `%24%7BName%7D`, which is `${Name}`, for what only CloudFormation knows. */
  readonly body: string;
}

/**
 * The user data of a stack's launch templates, as far as it is known offline. For people to read; never uploaded. Those
 * that an extension adds come after ours, and no node config belongs to them.
 */
export function userDataOf({ template, nodeConfigs, stackName, target }: StackArtifact): readonly UserData[] {
  const known = { 'AWS::Region': target.region, 'AWS::StackName': stackName };
  const bodies = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::EC2::LaunchTemplate')
    .slice(0, nodeConfigs.length)
    .map(({ Properties }) => Properties?.LaunchTemplateData as { readonly UserData?: unknown })
    .map(({ UserData }) => JSON.parse(textOf(UserData, known)) as unknown);
  return nodeConfigs.map((id, index) => ({
    node: id.slice(id.indexOf('/') + 1),
    body: `${JSON.stringify(bodies[index], undefined, 2)}\n`,
  }));
}

type Known = Readonly<Record<string, unknown>>;

/** What a function gives. Parameters and resources are left as `${Name}`, in the encoding of the data URL around them. */
function textOf(value: unknown, known: Known): string {
  if (typeof value === 'string') return value;
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name === 'Ref') return reference(String(argument), known);
  if (name === 'Fn::GetAtt') return reference((attributeOf(argument) ?? []).join('.'), known);
  if (name === 'Fn::Base64') return textOf(argument, known);
  if (name === 'Fn::Join') {
    const [delimiter, parts] = argument as [string, readonly unknown[]];
    return parts.map(part => textOf(part, known)).join(delimiter);
  }
  if (name !== 'Fn::Sub') return JSON.stringify(value);
  const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Known];
  return substitutionsOf(text).reduce(
    (filled, variable) => filled.replaceAll(`\${${variable}}`, () => reference(variable, { ...known, ...variables })),
    text,
  );
}

function reference(name: string, known: Known): string {
  return Object.hasOwn(known, name) ? textOf(known[name], known) : encodeURIComponent(`\${${name}}`);
}
