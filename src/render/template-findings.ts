import type { TemplateFinding } from '../cfn/template-finding.js';
import { AppError } from '../errors.js';
import { dottedPath } from '../fleet/pointer.js';
import type { Finding } from '../model/finding.js';
import { type DocumentSource, formatPosition, locate, type Position } from '../model/source.js';
import type { RenderedYaml } from '../template/compile.js';
import type { TemplateError } from '../template/template-error.js';
import { sourceMap } from './source-map.js';

/** What is wrong with a rendered template, told at the spec that it comes from, with the line of the template. */
export function templateFindings(
  findings: readonly TemplateFinding[],
  { id, file, rendered, spec }: { id: string; file: string; rendered: RenderedYaml; spec: DocumentSource },
): readonly StackFinding[] {
  if (findings.length === 0) return [];
  const placeOf = sourceMap(rendered, file);
  return findings.map(({ code, severity, pointer, message }) => {
    const place = placeOf(pointer);
    return {
      stack: id,
      code,
      severity,
      template: place.template,
      // Who wrote the template is told what the value is made of, and not what else is near.
      spec: isExtension(place.template.file) ? place.value : place.spec,
      document: locate(spec, '/metadata/name'),
      path: dottedPath(pointer),
      message,
    };
  });
}

/** What a template makes of a stack's values cannot be read. */
export function templateErrorFinding(
  { at, reason }: TemplateError,
  { id, spec }: { id: string; spec: DocumentSource },
): StackFinding {
  const document = locate(spec, '/metadata/name');
  return {
    stack: id,
    code: 'CW3020',
    severity: 'error',
    template: at,
    spec: undefined,
    document,
    path: '',
    message: reason,
  };
}

/** A finding before those of stacks that come from the same line are one. */
export interface StackFinding extends Pick<Finding, 'code' | 'severity' | 'message'> {
  readonly stack: string;
  readonly template: Position;
  /** Of the value that caused it; undefined if no value is near, or, in an extension, if it comes from none. */
  readonly spec: Position | undefined;
  /** The document that the stack is of. */
  readonly document: Position;
  readonly path: string;
}

/** One finding for each mistake, however many stacks have it. */
export function mergedFindings(findings: readonly StackFinding[]): readonly Finding[] {
  const alike = new Map<string, StackFinding[]>();
  for (const finding of findings) {
    const { code, template, spec, message } = finding;
    const key = JSON.stringify([code, template, spec, message]);
    alike.set(key, [...(alike.get(key) ?? []), finding]);
  }
  return [...alike.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [merged(first, others)]));
}

function merged(
  { code, severity, template, spec, document, path, stack, message }: StackFinding,
  others: readonly StackFinding[],
): Finding {
  const stacks = others.length === 0 ? stack : `${stack} and ${others.length} more`;
  const finding = { code, severity, path };
  if (!isExtension(template.file)) {
    const related = [{ at: template, message: 'the template' }];
    const told = `${stacks}: ${message} (${formatPosition(template)})`;
    return { ...finding, at: spec ?? document, message: told, related };
  }
  if (spec === undefined) return { ...finding, at: template, message: `${stacks}: ${message}` };
  const related = [{ at: spec, message: 'where the value comes from' }];
  return { ...finding, at: template, message: `${stacks}: ${message} (${formatPosition(spec)})`, related };
}

/** Whether it is the users' own: then the mistake is in the template rather than in what it is given. */
function isExtension(file: string): boolean {
  return file.startsWith('templates/extra/');
}

/** Nothing of what the fleet renders to may reach AWS. */
export class InvalidTemplates extends AppError {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const lines = findings.map(({ at, code, path, message }) => `  ${formatPosition(at)} ${code} ${path}: ${message}`);
    const count = `${lines.length} ${lines.length === 1 ? 'mistake' : 'mistakes'}`;
    super('invalid-template', `${count} in what the specs render to\n${lines.join('\n')}`, {
      hint: 'change the values named first in each line; if they are as they should be, report a defect of the template',
    });
    this.findings = findings;
  }
}
