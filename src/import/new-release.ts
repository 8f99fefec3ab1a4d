import { supportedMinors } from '../fleet/rules/release-state.js';
import { didYouMean } from '../fleet/suggestion.js';
import type { Finding } from '../model/finding.js';
import type { Architecture } from '../model/fleet.js';
import { own } from '../model/own.js';
import { fileText, noted, scalar } from '../scaffold/texts/lines.js';
import { componentTargets } from './mapping/others.js';
import { listAt, type Resource, textAt, trouble, valueAt } from './resource.js';

export interface ReleaseSettings {
  /** Old versions, or `*` for all, to names of Releases that there are. */
  readonly releases: Readonly<Record<string, string>>;
  /** `v35.0.0/amd64` to the digest of its kubelet. */
  readonly kubelets: Readonly<Record<string, string>>;
  /** `v35.0.0/eu-central-1/amd64` to an AMI id. */
  readonly images: Readonly<Record<string, string>>;
  /** Names of Releases in the repository, or given with --release-file. */
  readonly known: readonly string[];
}

/** Where a Release is needed. */
export interface ReleaseUse {
  readonly region: string;
  readonly architecture: Architecture;
}

export interface ChosenRelease {
  readonly name: string;
  /** Set if it must be written. */
  readonly from: Resource | undefined;
}

/** The Release that clusters of an old one get; a finding if that is not known. */
export function chosenRelease(
  version: string | undefined,
  { releases, known }: Pick<ReleaseSettings, 'releases' | 'known'>,
  { resources, cluster }: { readonly resources: readonly Resource[]; readonly cluster: Resource },
): ChosenRelease | Finding {
  const keys = ['metadata', 'labels', 'release.giantswarm.io/version'];
  const wished =
    (version === undefined ? undefined : (own(releases, version) ?? own(releases, `v${version}`))) ??
    own(releases, '*');
  if (wished !== undefined) {
    if (known.includes(wished)) return { name: wished, from: undefined };
    const hint = didYouMean(wished, known) ?? `known: ${known.join(', ') || 'none'}; give it with --release-file`;
    return trouble('CW2008', { resource: cluster, keys }, { message: `there is no Release "${wished}"`, hint });
  }
  if (version === undefined) {
    const message = 'the cluster has no label release.giantswarm.io/version';
    return trouble(
      'CW2008',
      { resource: cluster, keys: ['metadata'] },
      { message, hint: 'name a Release with --release NAME' },
    );
  }
  const name = `v${version.replace(/^v/, '')}`;
  if (known.includes(name)) return { name, from: undefined };
  const from = resources.find(one => one.kind === 'Release' && `v${one.name.replace(/^v/, '')}` === name);
  if (from !== undefined) return { name, from };
  const hint = `export it (kubectl get release ${name} -o yaml), or name one that there is: --release ${version}=NAME`;
  return trouble('CW2008', { resource: cluster, keys }, { message: `Release ${name} is not in the input`, hint });
}

/** A Release from the components of the old one; what it lacks is asked for, never invented. */
export function newRelease(
  { name, from }: { readonly name: string; readonly from: Resource },
  uses: readonly ReleaseUse[],
  { kubelets, images }: ReleaseSettings,
): { readonly text: string; readonly findings: readonly Finding[] } {
  const components = componentsOf(from);
  const findings: Finding[] = [];
  const ask = (message: string, hint: string, keys: readonly string[] = ['spec', 'components']) =>
    findings.push(trouble('CW2008', { resource: from, keys }, { message, hint }));
  const kubernetes = components.get('kubernetes')?.version ?? '';
  const flatcar = components.get('containerlinux')?.version ?? '';
  const place = components.get('kubernetes')?.keys;
  if (!supportedMinors.includes(Number(/^1\.(\d+)\.\d+$/.exec(kubernetes)?.[1]))) {
    const runs = kubernetes === '' ? 'names no component kubernetes' : `runs Kubernetes ${kubernetes}`;
    const known = supportedMinors.map(minor => `1.${minor}`).join(', ');
    const hint = `name a Release that there is, --release ${name}=NAME; with --release-file FILE it need not be in the repository`;
    ask(`Release ${name} ${runs}; nodes are made for ${known}`, hint, place);
    return { text: '', findings };
  }
  if (!/^\d+\.\d+\.\d+$/.test(flatcar))
    ask(`Release ${name} names no component containerlinux`, 'add the version of Flatcar');
  const architectures = unique(uses.map(({ architecture }) => architecture));
  for (const architecture of architectures) {
    if (own(kubelets, `${name}/${architecture}`) !== undefined) continue;
    const url = `https://dl.k8s.io/release/v${kubernetes}/bin/linux/${architecture}/kubelet.sha256`;
    ask(
      `Release ${name} has no digest of its kubelet for ${architecture}`,
      `read ${url} and give it: --kubelet-sha256 ${name}/${architecture}=DIGEST`,
      place,
    );
  }
  const needed = unique(uses.map(({ region, architecture }) => `${region}/${architecture}`));
  for (const use of needed.filter(one => own(images, `${name}/${one}`) === undefined)) {
    ask(
      `Release ${name} has no image of Flatcar ${flatcar} for ${use.replace('/', ' ')}`,
      `give it: --ami ${name}/${use}=AMI-ID`,
      components.get('containerlinux')?.keys,
    );
  }
  const lines = [
    `# Imported from the aws-operator release ${name}. Digests and images were given when it was imported.`,
    'apiVersion: clusterwright.io/v1alpha1',
    'kind: Release',
    `metadata: { name: ${name} }`,
    'spec:',
    `  state: ${stateOf(from)}`,
    ...(textAt(from, 'spec', 'notice') === undefined
      ? []
      : [`  notes: ${scalar((textAt(from, 'spec', 'notice') ?? '').slice(0, 2000))}`]),
    '  kubernetes:',
    `    version: ${kubernetes}`,
    '    kubelet:',
    `      url: https://dl.k8s.io/release/v${kubernetes}/bin/linux/{arch}/kubelet`,
    noted('      sha256:', 'nodes refuse a file with another digest'),
    ...architectures.map(one => `        ${one}: ${scalar(own(kubelets, `${name}/${one}`) ?? '')}`),
    '  flatcar:',
    `    version: ${flatcar}`,
    noted('    amis:', 'clusterwright images adds more regions'),
    ...imageLines(name, needed, images),
    ...componentLines(components),
  ];
  return { text: fileText(lines), findings };
}

/** Version and place of each component, by name. */
export function componentsOf(
  release: Resource,
): ReadonlyMap<string, { readonly version: string; readonly keys: readonly string[] }> {
  return new Map(
    listAt(release, 'spec', 'components').map((value, index) => [
      textAt({ value }, 'name') ?? '',
      {
        version: (textAt({ value }, 'version') ?? '').replace(/^v/, ''),
        keys: ['spec', 'components', String(index), 'version'],
      },
    ]),
  );
}

function stateOf(release: Resource): string {
  const state = valueAt(release, 'spec', 'state');
  return state === 'active' || state === 'deprecated' ? state : 'preview';
}

function imageLines(name: string, needed: readonly string[], images: Readonly<Record<string, string>>): string[] {
  const regions = unique(needed.map(one => one.split('/')[0] ?? '')).toSorted();
  return regions.map(region => {
    const own = needed.filter(one => one.startsWith(`${region}/`)).map(one => one.split('/')[1] ?? '');
    return `      ${region}: { ${own.map(one => `${one}: ${images[`${name}/${region}/${one}`] ?? ''}`).join(', ')} }`;
  });
}

function componentLines(components: ReturnType<typeof componentsOf>): string[] {
  const lines = [...components].flatMap(([name, { version }]) => {
    const [group, key] = (own(componentTargets, name) ?? '').split('/');
    return group === 'components' ? [`    ${key}: { version: ${scalar(version)} }`] : [];
  });
  return lines.length === 0 ? [] : ['  components:', ...lines];
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
