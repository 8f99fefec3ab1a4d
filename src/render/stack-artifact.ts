import { checkBody } from '../cfn/check-limits.js';
import { checkTemplate } from '../cfn/check-template.js';
import type { ResourceSpecification } from '../cfn/specification.js';
import { stackPolicy } from '../cfn/stack-policy.js';
import { AppError } from '../errors.js';
import type { CfnTemplate, StackArtifact } from '../model/artifact.js';
import { bookkeeping, secretsBookkeeping } from '../model/bookkeeping.js';
import type { Position } from '../model/source.js';
import type { TemplateSet } from '../template/compile.js';
import { stackYaml } from './dialects.js';
import type { StackDefinition } from './stack-definition.js';
import { type StackFinding, templateFindings } from './template-findings.js';

export interface CheckedStack {
  readonly artifact: StackArtifact;
  readonly findings: readonly StackFinding[];
}

/** Renders and checks a stack's template. */
export function stackArtifact(
  definition: StackDefinition,
  { templates, specification }: { templates: TemplateSet; specification: ResourceSpecification },
): CheckedStack {
  const { view, spec, ...artifact } = definition;
  const file = `templates/stacks/${definition.kind}.yaml.hbs`;
  const rendered = templates.render(file, view, stackYaml);
  const template = rendered.document as CfnTemplate;
  requireParameters(definition, template, file);
  const body = sendableBody(rendered.text, template);
  const found = [...checkTemplate(template, { specification, region: definition.target.region }), ...checkBody(body)];
  const sources = new Map<string, Position>();
  for (const [pointer, { origin }] of rendered.values) if (origin) sources.set(pointer, origin);
  return {
    artifact: { ...artifact, body, template, policy: stackPolicy(template), sources },
    findings: templateFindings(found, { id: definition.id, file, rendered, spec }),
  };
}

/** The template as a reader would have it; if that is too large to be sent inline, as JSON without spaces. */
function sendableBody(text: string, template: CfnTemplate): string {
  return checkBody(text).length === 0 ? text : JSON.stringify(template);
}

/** Every parameter is an input or bookkeeping, and the other way round. */
function requireParameters({ id, inputs, secretsRole }: StackDefinition, template: CfnTemplate, file: string): void {
  const secrets = secretsRole === undefined ? [] : Object.values(secretsBookkeeping);
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
