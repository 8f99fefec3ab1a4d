import { basename } from 'node:path/posix';
import Handlebars from 'handlebars';
import { AppError } from '../errors.js';
import type { Position } from '../model/source.js';
import { markLines, type Unmarked, withoutMarks } from './line-marks.js';
import { requirePlainData } from './plain-data.js';
import { rewrite } from './rewrite.js';
import { type RenderState, runtime } from './runtime.js';
import { TemplateError } from './template-error.js';
import { placed, type Refusal, substituteText, substituteTree, tokenCharacters, type ValueSource } from './tokens.js';

export interface RenderedYaml {
  readonly text: string;
  /** What `text` parses to. */
  readonly document: unknown;
  /** By JSON pointer in the document. */
  readonly values: ReadonlyMap<string, ValueSource>;
  /** For each line of `text` the place in a template that it comes from; undefined for blank lines. */
  readonly lines: readonly (Position | undefined)[];
}

/** How a kind of document is read, and where values may not stand in it. */
export interface YamlDialect {
  readonly parse: (text: string) => unknown;
  readonly refusal: Refusal;
}

export interface TemplateSet {
  /** Renders the template of that file. Throws TemplateError, or AppError `template-context`. */
  render(file: string, context: object, dialect: YamlDialect): RenderedYaml;
}

/**
 * Compiles YAML templates once, in an environment of their own. `files` maps a path to its text; those in a folder
 * `partials` can be included by their name. Throws TemplateError with the place of the first mistake.
 */
export function compileTemplates(files: ReadonlyMap<string, string>): TemplateSet {
  const environment = Handlebars.create();
  for (const name of Object.keys(environment.helpers)) environment.unregisterHelper(name);
  for (const [name, helper] of Object.entries(runtime)) environment.registerHelper(name, helper);
  const partials = new Set([...files.keys()].filter(isPartial).map(partialName));
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  for (const [file, text] of files) {
    const program = parse(file, text);
    rewrite(program, { file, text, partials });
    markLines(program, file);
    const template = environment.compile(program, compileOptions);
    if (isPartial(file)) environment.registerPartial(partialName(file), template);
    else compiled.set(file, template);
  }
  return {
    render(file, context, dialect) {
      const template = compiled.get(file);
      if (!template) throw new AppError('template', `there is no template ${file}`, { kind: 'internal' });
      return renderWith(template, file, { context, dialect });
    },
  };
}

const compileOptions: CompileOptions = {
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(Object.keys(runtime).map(name => [name, true])),
  explicitPartialContext: true,
};

function isPartial(file: string): boolean {
  return file.includes('/partials/');
}

function partialName(file: string): string {
  return basename(file).replace(/\.yaml\.hbs$/, '');
}

function parse(file: string, text: string): hbs.AST.Program {
  const forbidden = text.search(tokenCharacters);
  if (forbidden !== -1) throw new TemplateError(positionIn(file, text, forbidden), 'a private-use character');
  try {
    return Handlebars.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
    throw new TemplateError({ file, line, column: 1 }, syntaxProblem(message), { cause: error });
  }
}

/** The parser tells every token that could stand there, by names of its own. */
function syntaxProblem(message: string): string {
  const [said = message] = message.split('\n').slice(-1);
  return said.endsWith(", got 'EOF'") ? 'the file ends within {{ }}, or within a block that it opened' : said;
}

function positionIn(file: string, text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function renderWith(
  template: Handlebars.TemplateDelegate,
  file: string,
  { context, dialect }: { context: object; dialect: YamlDialect },
): RenderedYaml {
  requirePlainData(context);
  const state: RenderState = { tokens: [], rounds: 0 };
  const { text, lines, tree } = parsed(template(context, { data: { state } }), file, dialect);
  const { document, values } = substituteTree(tree, state.tokens, dialect.refusal);
  return { text: substituteText(text, state.tokens), document, values, lines: placed(lines, text, state.tokens) };
}

interface Parsed extends Unmarked {
  readonly tree: unknown;
}

/**
 * Documents with tokens, by their text. It depends on the structure alone, so clusters of the same shape share it and a
 * fleet costs a few parses. Nothing changes a document: substitution makes a new one.
 */
const parsedBy = new WeakMap<YamlDialect, Map<string, Parsed>>();
const parsedLimit = 256;

function parsed(marked: string, file: string, dialect: YamlDialect): Parsed {
  const known = parsedBy.get(dialect) ?? new Map<string, Parsed>();
  parsedBy.set(dialect, known);
  const before = known.get(marked);
  if (before) return before;
  const unmarked = withoutMarks(marked);
  const now = { ...unmarked, tree: parseOnce(unmarked, file, dialect) };
  if (known.size >= parsedLimit) known.clear();
  known.set(marked, now);
  return now;
}

function parseOnce({ text, lines }: Unmarked, file: string, dialect: YamlDialect): unknown {
  try {
    return dialect.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = Number(/line (\d+)/.exec(message)?.[1] ?? Number.NaN);
    const written = Number.isNaN(line) ? '' : (text.split('\n')[line - 1]?.trim() ?? '');
    const shown = written === '' ? '' : `: ${written}`;
    const marked = lines.slice(0, Number.isNaN(line) ? 0 : line).findLast(place => place !== undefined);
    const at = marked ?? { file, line: 1, column: 1 };
    throw new TemplateError(at, `what it renders is not valid: ${message}${shown}`, { cause: error });
  }
}
