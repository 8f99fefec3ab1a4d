import { required } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { page } from '../call.js';
import { exportsIn, importersOf } from '../exports.js';

export function listExports(call: Call): XmlValue {
  return page(call, 'Exports', {
    items: exportsIn(call.context.world, call.place),
    idOf: ({ name }) => name,
    show: ({ stack, name, value }) => ({ ExportingStackId: stack.stackId, Name: name, Value: value }),
  });
}

export function listImports(call: Call): XmlValue {
  const name = required(call.parameters, 'ExportName');
  const importers = importersOf(call.context.world, call.place, name).map(({ stackName }) => stackName);
  if (importers.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`);
  return page(call, 'Imports', { items: importers, idOf: stackName => stackName, show: stackName => stackName });
}
