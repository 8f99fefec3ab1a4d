import { templateLimits } from '../cfn/check-limits.js';
import { checkTemplate } from '../cfn/check-template.js';
import type { ResourceSpecification } from '../cfn/specification.js';
import { stackPolicy } from '../cfn/stack-policy.js';
import type { TemplateFinding } from '../cfn/template-finding.js';
import { AppError } from '../errors.js';
import type { CfnTemplate, StackArtifact } from '../model/artifact.js';
import { bookkeeping, secretsBookkeeping } from '../model/bookkeeping.js';
import { formatPosition, type Position } from '../model/source.js';
import type { RenderedYaml, TemplateSet } from '../template/compile.js';
import { stackYaml } from './dialects.js';
import type { StackDefinition } from './stack-definition.js';

/**
 * Renders and checks a stack's template. Throws AppError `invalid-template` with every finding, by its line in the
 * template and in the specs, and `template-too-large`.
 */
export function stackArtifact(
  definition: StackDefinition,
  { templates, specification }: { templates: TemplateSet; specification: ResourceSpecification },
): StackArtifact {
  const { view, ...artifact } = definition;
  const file = `templates/stacks/${definition.kind}.yaml.hbs`;
  const rendered = templates.render(file, view, stackYaml);
  const template = rendered.document as CfnTemplate;
  requireParameters(definition, template, file);
  requireSound(definition, rendered, checkTemplate(template, specification));
  requireInline(definition, rendered.text);
  const sources = new Map<string, Position>();
  for (const [pointer, { origin }] of rendered.values) if (origin) sources.set(pointer, origin);
  return { ...artifact, body: rendered.text, template, policy: stackPolicy(template), sources };
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

function requireSound(
  { id, kind }: StackDefinition,
  rendered: RenderedYaml,
  findings: readonly TemplateFinding[],
): void {
  if (findings.length === 0) return;
  const lines = findings.map(finding => `  ${findingText(finding, rendered)}`);
  const count = `${lines.length} ${lines.length === 1 ? 'mistake' : 'mistakes'}`;
  throw new AppError('invalid-template', `templates/stacks/${kind}.yaml.hbs: ${count} in ${id}\n${lines.join('\n')}`, {
    kind: 'internal',
  });
}

/** `/Resources/Vpc/…: message (templates/stacks/tccp.yaml.hbs:11, clusters/prod-a/cluster.yaml:9)`. */
function findingText({ pointer, message }: TemplateFinding, { values }: RenderedYaml): string {
  const value = values.get(pointer) ?? [...values].find(([at]) => at.startsWith(`${pointer}/`))?.[1];
  const places = [value?.template, value?.origin].flatMap(at => (at === undefined ? [] : [formatPosition(at)]));
  return `${pointer}: ${message}${places.length === 0 ? '' : ` (${places.join(', ')})`}`;
}

function requireInline({ id }: StackDefinition, text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= templateLimits.inlineBodyBytes) return;
  throw new AppError(
    'template-too-large',
    `the template of ${id} has ${bytes} bytes, ${templateLimits.inlineBodyBytes} are the most that can be sent inline`,
    { hint: 'use fewer zones, tags or instance types in this stack' },
  );
}
