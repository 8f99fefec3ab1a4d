import type { Position } from '../model/source.js';
import { TemplateError } from './template-error.js';
import type { YamlPlace } from './yaml-place.js';
import { yamlPlaces } from './yaml-place.js';

/** Runtime functions that the rewritten template calls; their names cannot be written in a template. */
export const internalHelpers = { lookUp: '=look-up', joinId: '=id', writeValue: '=value', writeKey: '=key' } as const;

type Node = hbs.AST.Node & { readonly type: string };

interface Scope {
  readonly file: string;
  readonly partials: ReadonlySet<string>;
  readonly placeOf: (statement: hbs.AST.MustacheStatement, role: 'value' | 'key') => YamlPlace;
  /** Names that enclosing `each … as |name index|` blocks declare. */
  readonly blockParams: readonly string[];
  /** How many `each` blocks enclose the node. */
  readonly depth: number;
  /** How many blocks of any kind do. */
  readonly nesting: number;
}

/** More than a reader could follow, and no danger to recursion. */
const deepestNesting = 50;

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
  rewriteProgram(program, { file, partials, placeOf, blockParams: [], depth: 0, nesting: 0 });
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
  const isHelper = params.length > 0 && mustache.hash === undefined && (name === 'key' || name === 'id');
  if (hasArguments && !isHelper) throw refuse(mustache, scope, unknownHelper(name));
  const isKey = isHelper && name === 'key';
  const { problem, tagged } = scope.placeOf(mustache, isKey ? 'key' : 'value');
  if (problem !== undefined) throw refuse(mustache, scope, `{{${name}}} ${problem}`);
  const value = isHelper ? rewriteArguments(name, mustache, scope) : rewriteExpression(path, scope);
  mustache.path = helperPath(isKey ? internalHelpers.writeKey : internalHelpers.writeValue, mustache);
  mustache.params = [value, ...place(mustache, scope), literal('BooleanLiteral', tagged, mustache)];
}

function unknownHelper(name: string): string {
  if (name !== 'key' && name !== 'id') return `there is no helper "${name}", only key and id`;
  return `{{${name}}} takes variables and texts, without names`;
}

/** A single argument of `key` is a key as it is; several, and all of `id`, are parts of a logical id. */
function rewriteArguments(name: string, mustache: hbs.AST.MustacheStatement, scope: Scope): hbs.AST.Expression {
  const { params, loc } = mustache;
  const [first, ...others] = params.map(param => rewriteExpression(param, scope));
  if (first === undefined) throw new Error('a helper has no argument');
  if (others.length === 0 && name === 'key') return first;
  return {
    type: 'SubExpression',
    path: helperPath(internalHelpers.joinId, mustache),
    params: [first, ...place(mustache, scope), ...others],
    loc,
  } as hbs.AST.SubExpression;
}

function rewriteBlock(block: hbs.AST.BlockStatement, scope: Scope): void {
  const name = block.path.original;
  if (scope.nesting >= deepestNesting) throw refuse(block, scope, `blocks are nested ${deepestNesting} deep at most`);
  const problem = blockProblem(name, block);
  if (problem !== undefined) throw refuse(block, scope, problem);
  const [value, ...others] = block.params.map(param => rewriteExpression(param, scope));
  if (value === undefined) throw new Error('a block has no variable');
  block.params = [value, ...place(block, scope), ...others];
  const outside = { ...scope, nesting: scope.nesting + 1 };
  const declared = [...scope.blockParams, ...(block.program?.blockParams ?? [])];
  const inside = name === 'each' ? { ...outside, blockParams: declared, depth: scope.depth + 1 } : outside;
  if (block.program) rewriteProgram(block.program, inside);
  if (block.inverse) rewriteProgram(block.inverse, outside);
}

function blockProblem(name: string, { params, hash }: hbs.AST.BlockStatement): string | undefined {
  switch (name) {
    case 'if':
    case 'unless':
    case 'each':
      return params.length === 1 && hash === undefined ? undefined : `{{#${name}}} takes exactly one variable`;
    case 'is':
      if (params.length > 1 && hash === undefined) return undefined;
      return '{{#is}} takes a variable and what it may be: {{#is name "a" "b"}}';
    default:
      return `there is no block "${name}", only if, unless, is and each`;
  }
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
