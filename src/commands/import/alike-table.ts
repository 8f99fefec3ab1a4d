import { parseYamlFile } from '../../fleet/yaml.js';
import type { AlikeTable } from '../../import/mapping/conversions.js';
import type { CommandContext } from '../context.js';
import { wrongFlag } from '../form.js';
import { inputFile } from './input-files.js';

/** `{ type: [{ InstanceType, WeightedCapacity }] }`, as the operator was given it. */
export async function alikeTable(context: CommandContext, path: string): Promise<AlikeTable> {
  const { content } = await inputFile(context.cwd, path);
  const { documents, findings } = parseYamlFile(path, content);
  const table = documents[0]?.value;
  if (findings[0] !== undefined) throw wrong(path, findings[0].message);
  if (typeof table !== 'object' || table === null) throw wrong(path, 'it is no map of instance types');
  return Object.fromEntries(Object.entries(table).map(([type, list]) => [type, alikeTypes(path, type, list)]));
}

function alikeTypes(path: string, type: string, list: unknown): AlikeTable[string] {
  const entries = Array.isArray(list) ? (list as unknown[]) : [];
  const read = entries.map(one => one as { readonly InstanceType?: unknown; readonly WeightedCapacity?: unknown });
  if (entries.length === 0 || read.some(one => typeof one?.InstanceType !== 'string')) {
    throw wrong(path, `${type} is no list of InstanceType and WeightedCapacity`);
  }
  return read.map(({ InstanceType, WeightedCapacity = 1 }) => {
    const weight = Number(WeightedCapacity);
    if (!Number.isInteger(weight) || weight < 1 || weight > 999)
      throw wrong(path, `WeightedCapacity of ${String(InstanceType)} for ${type} is no number from 1 to 999`);
    return { type: String(InstanceType), weight };
  });
}

function wrong(path: string, why: string) {
  return wrongFlag('--alike', `${path}: ${why}`);
}
