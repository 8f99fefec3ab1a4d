import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { exportsIn, importersOf } from '../exports.js';
import { pageOf } from '../page.js';
import { required } from '../query-lists.js';
import { members } from '../shapes.js';

export function listExports({ context, parameters, place }: Call): XmlValue {
  const { items, nextToken } = pageOf(exportsIn(context.world, place), parameters.get('NextToken'), {
    size: context.pageSize,
    idOf: ({ name }) => name,
  });
  const shown = items.map(({ stack, name, value }) => ({ ExportingStackId: stack.stackId, Name: name, Value: value }));
  return { Exports: members(shown), NextToken: nextToken };
}

export function listImports({ context, parameters, place }: Call): XmlValue {
  const name = required(parameters, 'ExportName');
  const importers = importersOf(context.world, place, name).map(({ stackName }) => stackName);
  if (importers.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`);
  const { items, nextToken } = pageOf(importers, parameters.get('NextToken'), {
    size: context.pageSize,
    idOf: stackName => stackName,
  });
  return { Imports: members(items), NextToken: nextToken };
}
