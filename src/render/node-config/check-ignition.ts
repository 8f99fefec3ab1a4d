import { dataUrlText, type IgnitionConfig, type IgnitionUnit } from './ignition.js';

/** Far above any real config, far below what Ignition holds in memory while the node boots. */
const bodyBytesLimit = 1_000_000;

/** What Ignition would refuse, warn about, or let pass although the node could not work. One sentence each. */
export function checkIgnition(config: IgnitionConfig): readonly string[] {
  return [...checkPaths(config), ...checkFiles(config), ...checkUnits(config), ...checkSize(config)];
}

function checkPaths({ storage: { files, links } }: IgnitionConfig): readonly string[] {
  const paths = [...files, ...links].map(({ path }) => path);
  return [
    ...duplicates(paths).map(path => `${path} is there twice`),
    ...paths
      .filter(path => !path.startsWith('/') || path.split('/').includes('..') || path.endsWith('/'))
      .map(path => `${path} is not an absolute path of a file`),
  ];
}

function checkFiles({ storage: { files } }: IgnitionConfig): readonly string[] {
  return files.flatMap(({ path, mode, contents: { source, verification } }) => {
    const found: string[] = [];
    const text = dataUrlText(source);
    if (!Number.isInteger(mode) || mode < 0 || mode > 0o777) found.push(`${path} has the mode ${mode}`);
    if (text === undefined && !/^sha256-[0-9a-f]{64}$/.test(verification?.hash ?? '')) {
      found.push(`${path} is downloaded without a digest`);
    }
    if (text === undefined && !/^(https|s3):\/\//.test(source)) found.push(`${path} comes from ${source}`);
    if (text !== undefined && holdsSecret(text)) found.push(`${path} holds a secret`);
    if (path.startsWith('/etc/kubernetes/pki/')) found.push(`${path} must come with the secrets bundle`);
    return found;
  });
}

/** Private keys in PEM, and access keys of AWS. */
function holdsSecret(text: string): boolean {
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(AKIA|ASIA)[A-Z0-9]{16}\b/.test(text);
}

function checkUnits({ storage: { files }, systemd: { units } }: IgnitionConfig): readonly string[] {
  const oneshots = units.filter(({ contents = '' }) => /^Type=oneshot$/m.test(contents)).map(({ name }) => name);
  const paths = new Set(files.map(({ path }) => path));
  return [
    ...duplicates(units.map(({ name }) => name)).map(name => `unit ${name} is there twice`),
    ...units.flatMap(unit => checkUnit(unit, { oneshots, paths }).map(problem => `unit ${unit.name} ${problem}`)),
  ];
}

function checkUnit(
  { name, enabled, contents, dropins = [] }: IgnitionUnit,
  { oneshots, paths }: { oneshots: readonly string[]; paths: ReadonlySet<string> },
): readonly string[] {
  const found: string[] = [];
  const text = [contents ?? '', ...dropins.map(dropin => dropin.contents)].join('\n');
  if (!/^[\w:.@\\-]+\.(service|socket|timer|mount|automount|path|slice|target)$/.test(name)) found.push('has no type');
  if (enabled && contents !== undefined && !/^\[Install\]$/m.test(contents)) found.push('is enabled without [Install]');
  if (dropins.some(dropin => !dropin.name.endsWith('.conf'))) found.push('has a drop-in that does not end in .conf');
  for (const [, required = ''] of text.matchAll(/^Requires=(.*)$/gm)) {
    const dead = required.split(/\s+/).find(other => oneshots.includes(other));
    // Once the first try of a oneshot fails, what requires it is never started.
    if (dead !== undefined) found.push(`requires the oneshot ${dead}: use Wants= and check for what it leaves`);
  }
  for (const [program] of text.matchAll(/(?<=^Exec\w+=[-@:+!]*)\/opt\/\S+/gm)) {
    if (!paths.has(program)) found.push(`runs ${program}, which is not there`);
  }
  return found;
}

function checkSize(config: IgnitionConfig): readonly string[] {
  const bytes = Buffer.byteLength(JSON.stringify(config));
  return bytes > bodyBytesLimit ? [`the config has ${bytes} bytes, at most ${bodyBytesLimit} are allowed`] : [];
}

function duplicates(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
