import { type Kind, validatorOf } from './kinds.js';
import { schemaFindings } from './schema-findings.js';

/**
 * What the schema of a kind says against one value, given where it would stand: a message and, usually, what to write
 * instead. Undefined if nothing.
 */
export function fieldProblem(kind: Kind, pointer: string, value: unknown): string | undefined {
  const validate = validatorOf(kind);
  validate(documentWith(pointer.split('/').slice(1), value));
  const errors = (validate.errors ?? []).filter(({ instancePath }) => `${instancePath}/`.startsWith(`${pointer}/`));
  const [finding] = schemaFindings(errors, { file: '', values: new Map(), keys: new Map() });
  if (finding === undefined) return undefined;
  return finding.hint === undefined ? finding.message : `${finding.message} (${finding.hint})`;
}

function documentWith(keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  const inner = documentWith(rest, value);
  return key === '0' ? [inner] : { [key]: inner };
}
