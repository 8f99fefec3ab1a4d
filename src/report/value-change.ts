/** One value that differs, at a path below the property that CloudFormation told. */
export interface ValueChange {
  /** With dots; empty for the value itself. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * What differs between two values as CloudFormation tells them: text, or JSON for maps and lists, of which only the
 * parts that differ are named.
 */
export function valueChanges(before: string | undefined, after: string | undefined): ValueChange[] {
  const [old, fresh] = [structure(before), structure(after)];
  return old === undefined || fresh === undefined ? [{ path: '', before, after }] : differences(old, fresh, '');
}

type Structure = Readonly<Record<string, unknown>> | readonly unknown[];

function structure(text: string | undefined): Structure | undefined {
  if (text === undefined || !/^[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isStructure(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isStructure(value: unknown): value is Structure {
  return typeof value === 'object' && value !== null;
}

function differences(old: Structure, fresh: Structure, path: string): ValueChange[] {
  const [before, after] = [new Map(Object.entries(old)), new Map(Object.entries(fresh))];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(key => {
    const [a, b] = [before.get(key), after.get(key)];
    const below = path === '' ? key : `${path}.${key}`;
    if (isStructure(a) && isStructure(b)) return differences(a, b, below);
    const change = { path: below, before: shown(a), after: shown(b) };
    return change.before === change.after ? [] : [change];
  });
}

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
