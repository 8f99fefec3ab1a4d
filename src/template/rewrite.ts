import type { Position } from '../model/source.js';
import { TemplateError } from './template-error.js';
import type { YamlPlace } from './yaml-place.js';
import { yamlPlaces } from './yaml-place.js';

/** Runtime functions that the rewritten template calls; their names cannot be written in a template. */
export const internalHelpers = { lookUp: '=look-up', writeValue: '=value', writeKey: '=key' } as const;

type Node = hbs.AST.Node & { readonly type: string };

interface Scope {
  readonly file: string;
  readonly partials: ReadonlySet<string>;
  readonly placeOf: (statement: hbs.AST.MustacheStatement, role: 'value' | 'key') => YamlPlace;
  /** Names that enclosing `each … as |name index|` blocks declare. */
  readonly blockParams: readonly string[];
  /** How many `each` blocks enclose the node. */
  readonly depth: number;
}

/**
 * Makes a parsed YAML template strict, in place: every variable becomes a look-up that fails if it is missing, every
 * mustache writes a quoted value, and everything else that Handlebars could do is refused. Throws TemplateError.
 */
export function rewrite(
  program: hbs.AST.Program,
  { file, text, partials }: { file: string; text: string; partials: ReadonlySet<string> },
): void {
  const places = yamlPlaces(text);
  const placeOf: Scope['placeOf'] = ({ loc }, role) => {
    if (loc.start.line !== loc.end.line) return { problem: 'goes over several lines', tagged: false };
    return places({ line: loc.start.line, start: loc.start.column, end: loc.end.column, role });
  };
  rewriteProgram(program, { file, partials, placeOf, blockParams: [], depth: 0 });
}

function rewriteProgram(program: hbs.AST.Program, scope: Scope): void {
  for (const statement of program.body) rewriteStatement(statement, scope);
}

function rewriteStatement(statement: Node, scope: Scope): void {
  switch (statement.type) {
    case 'ContentStatement':
    case 'CommentStatement':
      return;
    case 'MustacheStatement':
      rewriteMustache(statement as hbs.AST.MustacheStatement, scope);
      return;
    case 'BlockStatement':
      rewriteBlock(statement as hbs.AST.BlockStatement, scope);
      return;
    case 'PartialStatement':
      rewritePartial(statement as hbs.AST.PartialStatement, scope);
      return;
    default:
      throw refuse(statement, scope, `${statement.type} is not part of this template language`);
  }
}

function rewriteMustache(mustache: hbs.AST.MustacheStatement, scope: Scope): void {
  if (!mustache.escaped) throw refuse(mustache, scope, 'raw output is not allowed in a YAML template');
  const { path, params } = mustache;
  if (path.type !== 'PathExpression') throw refuse(mustache, scope, 'a literal needs no braces');
  const name = (path as hbs.AST.PathExpression).original;
  const hasArguments = params.length > 0 || mustache.hash !== undefined;
  const isKey = name === 'key' && params.length === 1 && mustache.hash === undefined;
  if (hasArguments && !isKey) throw refuse(mustache, scope, unknownHelper(name));
  const { problem, tagged } = scope.placeOf(mustache, isKey ? 'key' : 'value');
  if (problem !== undefined) throw refuse(mustache, scope, `{{${name}}} ${problem}`);
  const value = rewriteExpression(isKey ? params[0] : path, scope);
  mustache.path = helperPath(isKey ? internalHelpers.writeKey : internalHelpers.writeValue, mustache);
  mustache.params = [value, ...place(mustache, scope), literal('BooleanLiteral', tagged, mustache)];
}

function unknownHelper(name: string): string {
  return name === 'key' ? '{{key}} takes exactly one variable' : `there is no helper "${name}"`;
}

function rewriteBlock(block: hbs.AST.BlockStatement, scope: Scope): void {
  const name = block.path.original;
  if (name !== 'if' && name !== 'unless' && name !== 'each') {
    throw refuse(block, scope, `there is no block "${name}", only if, unless and each`);
  }
  if (block.params.length !== 1 || block.hash !== undefined) {
    throw refuse(block, scope, `{{#${name}}} takes exactly one variable`);
  }
  const value = rewriteExpression(block.params[0], scope);
  block.params = [value, ...place(block, scope)];
  const inner =
    name === 'each'
      ? { ...scope, blockParams: [...scope.blockParams, ...(block.program.blockParams ?? [])], depth: scope.depth + 1 }
      : scope;
  if (block.program) rewriteProgram(block.program, inner);
  if (block.inverse) rewriteProgram(block.inverse, scope);
}

function rewritePartial(partial: hbs.AST.PartialStatement, scope: Scope): void {
  if (partial.name.type !== 'PathExpression') throw refuse(partial, scope, 'the name of a partial cannot be computed');
  const name = partial.name.original;
  if (!scope.partials.has(name)) throw refuse(partial, scope, `there is no partial "${name}"`);
  if (partial.params.length > 0) throw refuse(partial, scope, 'name what a partial gets: {{> name variable=value}}');
  for (const pair of partial.hash?.pairs ?? []) pair.value = rewriteExpression(pair.value, scope);
}

/** A variable becomes a call that looks it up step by step. */
function rewriteExpression(expression: hbs.AST.Expression | undefined, scope: Scope): hbs.AST.Expression {
  if (expression === undefined) throw new Error('an expression is missing');
  if (['StringLiteral', 'NumberLiteral', 'BooleanLiteral'].includes(expression.type)) return expression;
  if (expression.type !== 'PathExpression')
    throw refuse(expression, scope, 'only variables and literals can be passed');
  const path = expression as hbs.AST.PathExpression;
  if (path.data) return rewriteData(path, scope);
  if (path.depth > scope.depth) throw refuse(path, scope, `${path.original} leads out of the template`);
  const parts = path.parts.map(String);
  const [first] = parts;
  const declared = path.depth === 0 && !/^(\.|this\b)/.test(path.original) && scope.blockParams.includes(first ?? '');
  const base = {
    ...path,
    parts: declared && first !== undefined ? [first] : [],
    original: declared ? first : baseName(path),
  };
  return {
    type: 'SubExpression',
    path: helperPath(internalHelpers.lookUp, path),
    params: [
      base,
      literal('StringLiteral', path.original, path),
      ...place(path, scope),
      ...parts.slice(declared ? 1 : 0).map(part => literal('StringLiteral', part, path)),
    ],
    loc: path.loc,
  } as hbs.AST.SubExpression;
}

function rewriteData(path: hbs.AST.PathExpression, scope: Scope): hbs.AST.Expression {
  if (scope.depth > 0 && ['@index', '@first', '@last'].includes(path.original)) return path;
  throw refuse(path, scope, `${path.original} is not known here, only @index, @first and @last inside each`);
}

function baseName({ depth }: hbs.AST.PathExpression): string {
  return depth === 0 ? 'this' : Array.from({ length: depth }, () => '..').join('/');
}

function helperPath(name: string, { loc }: Node): hbs.AST.PathExpression {
  return { type: 'PathExpression', data: false, depth: 0, parts: [name], original: name, loc };
}

/** Arguments that tell a runtime function where it was called. */
function place(node: Node, scope: Scope): hbs.AST.Expression[] {
  const { file, line, column } = positionOf(node, scope);
  return [
    literal('StringLiteral', file, node),
    literal('NumberLiteral', line, node),
    literal('NumberLiteral', column, node),
  ];
}

function literal(type: string, value: string | number | boolean, { loc }: Node): hbs.AST.Expression {
  return { type, value, original: value, loc } as hbs.AST.Expression;
}

function positionOf({ loc }: Node, { file }: Scope): Position {
  return { file, line: loc.start.line, column: loc.start.column + 1 };
}

function refuse(node: Node, scope: Scope, message: string): TemplateError {
  return new TemplateError(positionOf(node, scope), message);
}
