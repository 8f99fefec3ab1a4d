import { parseEvents } from 'js-yaml';
import { pointerKeys, pointerTo } from '../cfn/pointer.js';
import { documentSources } from '../fleet/positions.js';
import type { DocumentSource, Position } from '../model/source.js';
import type { RenderedYaml } from '../template/compile.js';

/** Where a place of a rendered document comes from. */
export interface SourcePlace {
  /** In a template, or a partial. */
  readonly template: Position;
  /** In the specs: of the value itself; undefined if it comes from none. */
  readonly value: Position | undefined;
  /** In the specs: of the value, or else of the closest one that can be told. */
  readonly spec: Position | undefined;
}

/** Places of a rendered template by JSON pointer. Made when there is something to tell, so that others cost nothing. */
export function sourceMap(rendered: RenderedYaml, file: string): (pointer: string) => SourcePlace {
  const source = positionsIn(rendered.text);
  return pointer => ({
    template: templatePlace(pointer, { rendered, source }) ?? { file, line: 1, column: 1 },
    value: rendered.values.get(pointer)?.origin,
    spec: specPlace(pointer, rendered),
  });
}

/** Where each value and key of a rendered document stands in its text. */
export function positionsIn(text: string): DocumentSource {
  const [source] = documentSources({ file: '', text, linesBefore: 0 }, parseEvents(text, {}));
  return source ?? { file: '', values: new Map(), keys: new Map() };
}

interface Rendered {
  readonly rendered: RenderedYaml;
  readonly source: DocumentSource;
}

function templatePlace(pointer: string, { rendered, source }: Rendered): Position | undefined {
  const value = rendered.values.get(pointer);
  if (value) return value.template;
  for (const at of [pointer, ...enclosing(pointer)]) {
    for (const written of [at, withoutFunctions(at)]) {
      const position = source.keys.get(written) ?? source.values.get(written);
      const place = position && rendered.lines[position.line - 1];
      if (place) return place;
    }
  }
  return undefined;
}

/** A function in its short form, `!Ref`, is no key of the text. */
function withoutFunctions(pointer: string): string {
  return pointerTo('', ...pointerKeys(pointer).filter(key => !/^(Ref|Condition|Fn::.*)$/.test(key)));
}

/** The value's own place; else that of a value inside, else of one beside, within the resource or output. */
function specPlace(pointer: string, { values }: RenderedYaml): Position | undefined {
  const within = pointer.split('/').length > 2 ? [pointer, ...enclosing(pointer, 2)] : [pointer];
  for (const at of within) {
    const exact = values.get(at)?.origin;
    if (exact) return exact;
    for (const [other, { origin }] of values) if (origin && other.startsWith(`${at}/`)) return origin;
  }
  return undefined;
}

/** `/a/b/c` → `/a/b`, `/a`; at least `keys` keys long. */
function enclosing(pointer: string, keys = 1): readonly string[] {
  const parts = pointer.split('/');
  return parts.slice(keys + 1).map((_, index) => parts.slice(0, parts.length - 1 - index).join('/'));
}
