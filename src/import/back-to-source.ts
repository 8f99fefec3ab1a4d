import type { LoadedDocument } from '../fleet/load.js';
import type { Finding } from '../model/finding.js';
import { formatPosition } from '../model/source.js';
import type { Draft } from './draft.js';
import { positionOf } from './resource.js';

/**
 * A finding about a document that is being made, told where the value came from in the input. Findings about others, and
 * about what was decided here, stay where they are.
 */
export function backToSource(
  finding: Finding,
  documents: readonly LoadedDocument[],
  drafts: readonly { readonly file: string; readonly draft: Draft }[],
): Finding {
  const here = formatPosition(finding.at);
  const found = documents.find(
    ({ source }) =>
      source.file === finding.at.file &&
      [...source.values, ...source.keys].some(([, at]) => formatPosition(at) === here),
  );
  const name = (found?.value as { readonly metadata?: { readonly name?: unknown } } | undefined)?.metadata?.name;
  const made = drafts.find(
    ({ file, draft }) => file === finding.at.file && draft.kind === found?.kind && draft.name === name,
  );
  if (made === undefined) return finding;
  const { draft } = made;
  const pointer = `/${finding.path.replace(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')}`;
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const origin = draft.origins.get(at);
    if (origin === undefined) continue;
    const inner = pointer.slice(at.length + 1).split('/');
    const keys = pointer === at ? origin.keys : [...origin.keys, ...inner];
    const message = `${finding.message} (as ${draft.kind} ${draft.name}: ${finding.path})`;
    return { ...finding, at: positionOf(origin.resource, keys), path: '', message };
  }
  return finding;
}
