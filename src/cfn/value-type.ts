import type { ValueType } from './resource-type.js';

/** The type of a mapping's member; undefined if nothing is known of it. */
export function memberType(type: ValueType | undefined, name: string): ValueType | undefined {
  for (const choice of alternatives(type)) {
    if (choice.kind === 'object' && Object.hasOwn(choice.properties, name)) return choice.properties[name]?.type;
    if (choice.kind === 'map') return choice.element;
    if (choice.kind === 'json') return choice;
  }
  return undefined;
}

/** The type of a list's members; undefined if nothing is known of them. */
export function elementType(type: ValueType | undefined): ValueType | undefined {
  for (const choice of alternatives(type)) {
    if (choice.kind === 'list') return choice.element;
    if (choice.kind === 'json') return choice;
  }
  return undefined;
}

/** Whether members may have names of their owner's choice. */
export function isOpen(type: ValueType | undefined): boolean {
  return alternatives(type).some(({ kind }) => kind === 'json' || kind === 'map');
}

function alternatives(type: ValueType | undefined): readonly ValueType[] {
  if (type?.kind === 'union') return type.types.flatMap(alternatives);
  return type ? [type] : [];
}
