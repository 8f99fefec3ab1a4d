import { parseEvents } from 'js-yaml';
import { pointerKeys } from '../cfn/pointer.js';
import type { DocumentSource, Position, Positions } from '../model/source.js';
import { documentSources, type Part } from './positions.js';

/**
 * Sources of the documents of a part, whose `values` are known. What is written is told from the values; where it
 * stands is worked out once somebody asks for a position, for most files are right and nobody does.
 */
export function sourcesOnDemand(part: Part, values: readonly unknown[]): DocumentSource[] {
  let known: readonly DocumentSource[] | undefined;
  const sourceOf = (index: number) => {
    known ??= documentSources(part, parseEvents(part.text, { filename: part.file }));
    return known[index];
  };
  return values.map((value, index) => ({
    file: part.file,
    values: new OnDemand(
      () => sourceOf(index)?.values,
      pointer => isWritten(value, pointer),
    ),
    keys: new OnDemand(() => sourceOf(index)?.keys),
  }));
}

class OnDemand implements Positions {
  readonly #positions: () => Positions | undefined;
  readonly #has: (pointer: string) => boolean;

  constructor(
    positions: () => Positions | undefined,
    has = (pointer: string): boolean => positions()?.has(pointer) ?? false,
  ) {
    this.#positions = positions;
    this.#has = has;
  }

  has(pointer: string): boolean {
    return this.#has(pointer);
  }

  get(pointer: string): Position | undefined {
    return this.#positions()?.get(pointer);
  }

  *[Symbol.iterator](): Iterator<readonly [string, Position]> {
    yield* this.#positions() ?? [];
  }
}

function isWritten(document: unknown, pointer: string): boolean {
  let value = document;
  for (const key of pointerKeys(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.prototype.propertyIsEnumerable.call(value, key)) {
      return false;
    }
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return true;
}
