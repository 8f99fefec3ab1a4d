import type { ValueType } from '../../cfn/resource-type.js';
import { elementType, isOpen, memberType } from '../../cfn/value-type.js';
import { isMapping, isSame } from './difference.js';

/**
 * What a resource shows of the properties that somebody has set, ready to be compared with them. What nobody has set is
 * left out, since services fill in defaults; in documents and maps, which have none, additions stay. Members of lists
 * stand where their equals stand, because services return most lists in an order of their own; where one is missing
 * stands undefined. An empty list is taken for one that was not set (cloudformation-coverage-roadmap#2091).
 */
export function observed(actual: unknown, set: unknown, type?: ValueType): unknown {
  if (Array.isArray(actual) && Array.isArray(set))
    return set.length === 0 ? [] : inOrder(actual, set, elementType(type));
  if (!isMapping(actual) || !isMapping(set)) return isArnOf(set, actual) || isDynamic(set) ? set : actual;
  const names = isOpen(type) ? Object.keys({ ...set, ...actual }) : Object.keys(set);
  return Object.fromEntries(names.map(name => [name, observed(actual[name], set[name], memberType(type, name))]));
}

function inOrder(actual: readonly unknown[], set: readonly unknown[], type: ValueType | undefined): readonly unknown[] {
  const rest = [...actual];
  const take = (index: number): unknown => (index < 0 ? undefined : rest.splice(index, 1)[0]);
  const equals = set.map(wanted => take(rest.findIndex(member => isSame(wanted, observed(member, wanted, type)))));
  const found = equals.map((equal, index) => observed(equal ?? take(mostAlike(rest, set[index])), set[index], type));
  return [...found, ...rest];
}

/** Index of the mapping that shares the most members, so that a changed one is told from one that is gone. */
function mostAlike(members: readonly unknown[], wanted: unknown): number {
  const shared = members.map(member =>
    isMapping(member) && isMapping(wanted)
      ? Object.keys(wanted).filter(name => isSame(member[name], wanted[name])).length
      : 0,
  );
  const most = Math.max(0, ...shared);
  return most === 0 ? -1 : shared.indexOf(most);
}

/** Services answer with the id where a template may have the ARN. */
function isArnOf(set: unknown, actual: unknown): boolean {
  return typeof set === 'string' && typeof actual === 'string' && set.startsWith('arn:') && set.endsWith(`/${actual}`);
}

/** A stack remembers a dynamic reference, a service the value that it stood for. */
function isDynamic(set: unknown): boolean {
  return typeof set === 'string' && set.includes('{{resolve:');
}
