import type { TemplateFinding } from '../../cfn/template-finding.js';
import { mistake } from '../../cfn/template-finding.js';
import type { AddedByExtension, CfnTemplate } from '../../model/artifact.js';
import type { Position } from '../../model/source.js';
import type { RenderedYaml } from '../../template/compile.js';
import { TemplateError } from '../../template/template-error.js';
import { extensionYaml } from '../dialects.js';
import { positionsIn } from '../source-map.js';
import type { StackDefinition } from '../stack-definition.js';
import { type StackFinding, templateErrorFinding, templateFindings } from '../template-findings.js';
import type { CompiledExtension } from './compile.js';
import { extensionRefusals } from './refusals.js';
import { entriesOf, extensionSections } from './sections.js';
import { spliced } from './splice.js';
import { extensionView } from './view.js';

/** A template of ours with what users add to it. */
export interface Extended {
  readonly rendered: RenderedYaml;
  /** Undefined if nothing is added. */
  readonly added: AddedByExtension | undefined;
  /** Where added properties stand, by JSON pointer. */
  readonly sources: ReadonlyMap<string, Position>;
  /** Why nothing was added. */
  readonly findings: readonly StackFinding[];
}

export function extended(
  ours: RenderedYaml,
  definition: StackDefinition,
  extension: CompiledExtension | undefined,
): Extended {
  const unchanged = { rendered: ours, added: undefined, sources: new Map(), findings: [] };
  if (extension === undefined) return unchanged;
  const { file, templates } = extension;
  try {
    const theirs = templates.render(file, extensionView(definition), extensionYaml);
    const document = theirs.document as object;
    const found = extensionRefusals(document);
    const rendered = found.length === 0 ? spliced(ours, theirs, file) : undefined;
    if (rendered === undefined) {
      const told = found.length === 0 ? [notBlocks] : found;
      return { ...unchanged, findings: templateFindings(told, { ...definition, file, rendered: theirs }) };
    }
    const added = addedBy(document, file);
    return { rendered, added, sources: added === undefined ? new Map() : sourcesOf(theirs), findings: [] };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { ...unchanged, findings: [templateErrorFinding(error, definition)] };
  }
}

const notBlocks: TemplateFinding = mistake(
  'CW3020',
  '',
  'each section must be a block: "Resources:" on a line of its own, and below, indented, what it holds',
);

function addedBy(document: object, file: string): AddedByExtension | undefined {
  if (extensionSections.every(section => Object.keys(entriesOf(document, section)).length === 0)) return undefined;
  const resources = Object.entries(entriesOf(document, 'Resources') as CfnTemplate['Resources']);
  return {
    file,
    resources: Object.fromEntries(resources.map(([id, { Type }]) => [id, Type])),
    outputs: Object.keys(entriesOf(document, 'Outputs')),
    conditions: Object.keys(entriesOf(document, 'Conditions')),
    mappings: Object.keys(entriesOf(document, 'Mappings')),
  };
}

/** Lines of the extension, for what no value of a spec is behind. */
function sourcesOf({ text, lines }: RenderedYaml): ReadonlyMap<string, Position> {
  const found = new Map<string, Position>();
  for (const [pointer, { line }] of positionsIn(text).keys) {
    const at = lines[line - 1];
    if (at !== undefined) found.set(pointer, at);
  }
  return found;
}
