import { iamCapability } from '../cfn/capabilities.js';
import { checkBody } from '../cfn/check-limits.js';
import { checkTemplate } from '../cfn/check-template.js';
import type { ResourceSpecification } from '../cfn/specification.js';
import { stackPolicy } from '../cfn/stack-policy.js';
import type { TemplateFinding } from '../cfn/template-finding.js';
import { AppError } from '../errors.js';
import type { CfnTemplate, StackArtifact } from '../model/artifact.js';
import { bookkeeping, secretsGenerations } from '../model/bookkeeping.js';
import type { TemplateSet } from '../template/compile.js';
import { stackYaml } from './dialects.js';
import type { CompiledExtensions } from './extensions/compile.js';
import { extended } from './extensions/extend.js';
import { takeOvers } from './extensions/take-overs.js';
import type { StackDefinition } from './stack-definition.js';
import { type StackFinding, templateFindings } from './template-findings.js';

export interface CheckedStack {
  readonly artifact: StackArtifact;
  readonly findings: readonly StackFinding[];
  /** Tells the places of further findings. */
  readonly findingsAt: (found: readonly TemplateFinding[]) => readonly StackFinding[];
}

export interface StackSources {
  readonly templates: TemplateSet;
  readonly specification: ResourceSpecification;
  readonly extensions: CompiledExtensions['byKind'];
}

/** Renders a stack's template with what its users add, and checks it. */
export function stackArtifact(
  definition: StackDefinition,
  { templates, specification, extensions }: StackSources,
): CheckedStack {
  const { view, spec, subject: _, ...rest } = definition;
  const { id, kind, target } = rest;
  const file = `templates/stacks/${kind}.yaml.hbs`;
  const ours = templates.render(file, view, stackYaml);
  requireParameters(definition, ours.document as CfnTemplate, file);
  const { rendered, added, ...theirs } = extended(ours, definition, extensions.get(kind));
  const template = rendered.document as CfnTemplate;
  const body = sendableBody(rendered.text, template);
  const sources = new Map(theirs.sources);
  for (const [pointer, { origin }] of rendered.values) if (origin) sources.set(pointer, origin);
  const findingsAt: CheckedStack['findingsAt'] = found => templateFindings(found, { id, file, rendered, spec });
  const found = [
    ...checkTemplate(template, { specification, region: target.region }),
    ...(added === undefined ? [] : takeOvers(template, target.account.permissionsBoundary)),
    ...checkBody(body),
  ];
  const capabilities = withCapability(rest.capabilities, added && iamCapability(template));
  return {
    artifact: { ...rest, capabilities, body, template, policy: stackPolicy(template), sources, extension: added },
    findings: [...theirs.findings, ...findingsAt(found)],
    findingsAt,
  };
}

/** One for names includes the other. */
function withCapability(ours: readonly string[], needed: string | undefined): readonly string[] {
  return needed === undefined || ours.includes('CAPABILITY_NAMED_IAM') ? ours : [needed];
}

/** The template as a reader would have it; if that is too large to be sent inline, as JSON without spaces. */
function sendableBody(text: string, template: CfnTemplate): string {
  return checkBody(text).length === 0 ? text : JSON.stringify(template);
}

/** Every parameter is an input or bookkeeping, and the other way round. */
function requireParameters({ id, inputs, secretsNodes }: StackDefinition, template: CfnTemplate, file: string): void {
  const secrets = secretsNodes.length === 0 ? [] : [secretsGenerations];
  const expected = new Set([...Object.values(bookkeeping), ...secrets, ...Object.keys(inputs)]);
  const declared = new Set(Object.keys(template.Parameters ?? {}));
  const differing = [...expected]
    .filter(name => !declared.has(name))
    .concat([...declared].filter(name => !expected.has(name)));
  if (differing.length === 0) return;
  throw new AppError('invalid-template', `${file}: parameters and inputs of ${id} differ: ${differing.join(', ')}`, {
    kind: 'internal',
  });
}
