const mark: unique symbol = Symbol('chosen names');

/** Members whose names users chose, labels say: a template that asks for one that is not there gets null. */
export interface ChosenNames<Value> extends Readonly<Record<string, Value>> {
  readonly [mark]: true;
}

export function chosenNames<Value>(members: Readonly<Record<string, Value>>): ChosenNames<Value> {
  return { ...members, [mark]: true } as unknown as ChosenNames<Value>;
}

export function hasChosenNames(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, mark);
}
