import type { StackArtifact } from '../../../src/model/artifact.js';
import type { Finding } from '../../../src/model/finding.js';
import { formatPosition } from '../../../src/model/source.js';
import { type CheckedArtifacts, renderChecked } from '../../../src/render/render.js';
import { loadExample } from '../../fleet/repository.js';

/** The example fleet with extensions by stack, and with other files replaced, rendered. */
export async function extendedExample(
  extensions: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<CheckedArtifacts> {
  const templates = Object.entries(extensions).map(([stack, text]) => [`templates/extra/${stack}.yaml.hbs`, text]);
  const { fleet, findings } = await loadExample({ ...files, ...Object.fromEntries(templates) });
  if (fleet === undefined) throw new Error(JSON.stringify(findings));
  return renderChecked(fleet);
}

export function stackOf({ artifacts }: CheckedArtifacts, id: string): StackArtifact {
  const stack = artifacts.stacks.find(candidate => candidate.id === id);
  if (stack === undefined) throw new Error(`there is no ${id}`);
  return stack;
}

/** `line:column code path: message`, a line a finding; all are in the extension of `tccp`. */
export function told(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ at, code, path, message }) => {
    const place = formatPosition(at).replace(/^templates\/extra\/tccp\.yaml\.hbs:/, '');
    return `${place} ${code} ${path}: ${message}`;
  });
}
