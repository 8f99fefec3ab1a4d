import { AppError } from '../../errors.js';
import type { LoadedFleet } from '../../fleet/load.js';
import { type Part, partsOf } from '../../releases/parts.js';
import { versionSteps } from '../../releases/version-steps.js';
import type { CommandContext } from '../context.js';
import { type Form, openForm } from '../form.js';
import { newName } from './checks.js';

export interface ReleaseFlags {
  readonly name: string | undefined;
  readonly kubernetes: string | undefined;
  readonly flatcar: string | undefined;
  readonly etcd: string | undefined;
  readonly containerd: string | undefined;
  /** Versions of other parts, by name. */
  readonly set: ReadonlyMap<string, string>;
  readonly image: ReadonlyMap<string, string>;
}

export interface ReleaseAnswers {
  readonly name: string;
  readonly versions: ReadonlyMap<string, string>;
}

/** A name and at least one version, from flags or else questions: on a terminal every part is asked for. */
export async function releaseAnswers(
  context: CommandContext,
  { loaded, source }: { loaded: LoadedFleet; source: unknown },
  flags: ReleaseFlags,
): Promise<ReleaseAnswers> {
  const given = givenVersions(flags);
  const isEnough = given.size > 0 || flags.image.size > 0;
  const form = openForm(context, [
    { flag: 'NAME', given: flags.name },
    { flag: '--kubernetes, or another version', given: isEnough ? 'given' : undefined },
  ]);
  const name = await form.text({
    flag: 'NAME',
    given: flags.name,
    message: 'Name of the Release, for example v1.36.5',
    check: newName('Release', namesOf(loaded)),
  });
  if (isEnough) return { name, versions: given };
  const parts = partsOf((source as { spec: Readonly<Record<string, unknown>> }).spec);
  const asked: [string, string][] = [];
  for (const part of parts) asked.push([part.name, await askedVersion(form, part)]);
  return { name, versions: new Map(asked) };
}

function givenVersions({ kubernetes, flatcar, etcd, containerd, set }: ReleaseFlags): ReadonlyMap<string, string> {
  const named = Object.entries({ kubernetes, flatcar, etcd, containerd }).flatMap(([part, version]) =>
    version === undefined ? [] : [[part, version] as const],
  );
  return new Map([...named, ...set]);
}

function askedVersion(form: Form, part: Part): Promise<string> {
  const { name, version } = part;
  return form.text({
    flag: `--set ${name}`,
    given: undefined,
    message: `Version of ${name}`,
    fallback: version,
    check: answer => versionProblem(part, answer),
  });
}

/** The same that would be said about a flag, while the answer can still be mended. */
function versionProblem(part: Part, version: string): string | undefined {
  try {
    versionSteps([part], new Map([[part.name, version]]));
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

function namesOf({ documents }: LoadedFleet): readonly string[] {
  return documents.flatMap(({ kind, value }) => {
    const name = kind === 'Release' ? (value as { metadata?: { name?: unknown } }).metadata?.name : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}
