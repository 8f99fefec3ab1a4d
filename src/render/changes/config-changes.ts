import type { NodeConfigArtifact } from '../../model/artifact.js';
import { dataUrlText, type IgnitionConfig } from '../node-config/ignition.js';

/** A file, or what is told like one, before and after; undefined where there is none. */
export interface TextChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What differs in the files, links and units that a node config puts on an instance, as texts for people. */
export function configChanges(before: NodeConfigArtifact, after: NodeConfigArtifact): readonly TextChange[] {
  const [old, fresh] = [textsOf(before), textsOf(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map(path => ({ path, before: old.get(path), after: fresh.get(path) }))
    .filter(change => change.before !== change.after);
}

/** How many files, links and units a node config has. */
export function configSize(config: NodeConfigArtifact): number {
  return textsOf(config).size;
}

function textsOf({ body }: NodeConfigArtifact): ReadonlyMap<string, string> {
  const { storage, systemd } = JSON.parse(body) as IgnitionConfig;
  const files = storage.files.map(({ path, contents: { source, verification }, ...settings }) => {
    const text = dataUrlText(source) ?? [source, verification?.hash].join('\n');
    return [path, `${JSON.stringify(settings)}\n${text}`] as const;
  });
  const links = storage.links.map(({ path, ...link }) => [path, JSON.stringify(link)] as const);
  const units = systemd.units.map(({ name, contents = '', dropins = [], ...settings }) => {
    const texts = dropins.map(dropin => `# ${dropin.name}\n${dropin.contents}`);
    return [name, [JSON.stringify(settings), contents, ...texts].join('\n')] as const;
  });
  return new Map([...files, ...links, ...units]);
}
