import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { clusterwright } from '../cli/process.js';
import { exampleFiles } from '../fleet/repository.js';
import { commitAll, git, scratchFolder, writeFiles } from '../git/scratch.js';

const example = () => Object.fromEntries(exampleFiles());

function edit(folder: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), 'utf8');
  writeFileSync(join(folder, path), text.replace(from, to));
}

test('a repository without mistakes is told so in one line, without Git as well', async t => {
  const folder = scratchFolder(t, example());
  t.deepEqual(await clusterwright(['validate', '-C', folder]), {
    exitCode: 0,
    stdout: 'No mistakes in 9 files.\n',
    stderr: '',
  });
});

test('mistakes in the working tree are told on stdout, committed or not, and the command fails', async t => {
  const folder = scratchFolder(t, example());
  commitAll(folder);
  edit(folder, 'clusters/prod-a/cluster.yaml', '  network:', '  netwrok:');
  edit(folder, 'clusters/prod-a/workers.yaml', 'min: 3', 'min: 12');
  const { exitCode, stdout, stderr } = await clusterwright(['validate'], {}, folder);
  t.is(exitCode, 1);
  t.is(stderr, '');
  t.is(
    stdout,
    `clusters/prod-a/cluster.yaml:9:3  spec.netwrok
  error CW1002    unknown field "netwrok"
  hint            did you mean "network"?

clusters/prod-a/workers.yaml:9:19  spec.scaling.min
  error CW1023    min is 12, above max 10
  hint            lower min to 10 or raise max

2 errors in 2 of 9 files
`,
  );
});

test('as JSON, findings are data and nothing else is printed', async t => {
  const folder = scratchFolder(t, example());
  rmSync(join(folder, 'releases/v1.36.4.yaml'));
  const { exitCode, stdout } = await clusterwright(['validate', '--format', 'json'], {}, folder);
  t.is(exitCode, 1);
  const document: { files: number; errors: number; findings: { file: string; line: number; code: string }[] } =
    JSON.parse(stdout);
  t.like(document, { files: 8, errors: 1 });
  t.like(document.findings[0], { file: 'fleet.yaml', code: 'CW1011' });
});

test('what was rendered into an ignored folder of the repository is no spec', async t => {
  const folder = scratchFolder(t, {
    ...example(),
    '.gitignore': 'out/\n',
    'out/prod-a/stacks/tccp.yaml': 'Resources: {}\n',
  });
  commitAll(folder);
  t.is((await clusterwright(['validate'], {}, folder)).exitCode, 0);
});

test('workflow commands for GitHub Actions begin at the root of the repository, and the counts follow', async t => {
  const root = scratchFolder(t);
  const folder = join(root, 'infra/fleet');
  writeFiles(folder, example());
  commitAll(root);
  edit(folder, 'clusters/prod-a/workers.yaml', 'min: 3', 'min: 12');
  const { exitCode, stdout } = await clusterwright(['validate', '--format', 'github'], {}, folder);
  t.is(exitCode, 1);
  t.deepEqual(stdout.split('\n'), [
    '::error file=infra/fleet/clusters/prod-a/workers.yaml,line=9,col=19,title=CW1023 spec.scaling.min::min is 12, above max 10%0Ahint: lower min to 10 or raise max',
    '1 error in 1 of 9 files',
    '',
  ]);
});

test('a SARIF log describes every rule and links the other place of an overlap, without Git as well', async t => {
  const folder = scratchFolder(t, example());
  edit(folder, 'clusters/dev-b/cluster.yaml', 'cidr: 10.64.16.0/20', 'cidr: 10.64.0.0/20');
  const { exitCode, stdout } = await clusterwright(['validate', '--format', 'sarif'], {}, folder);
  t.is(exitCode, 1);
  const [run] = (JSON.parse(stdout) as SarifLog).runs;
  const overlap = run?.results.find(({ ruleId }) => ruleId === 'CW1201');
  t.is(run?.tool.driver.rules[overlap?.ruleIndex ?? -1]?.id, 'CW1201');
  t.is(overlap?.relatedLocations[0]?.physicalLocation.artifactLocation.uri, 'clusters/prod-a/cluster.yaml');
});

interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly relatedLocations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}

test('warnings alone do not fail, but are told to who asks for a detailed exit code', async t => {
  const folder = scratchFolder(t, example());
  symlinkSync('/nowhere', join(folder, 'shared'));
  const { exitCode, stdout } = await clusterwright(['validate'], {}, folder);
  t.is(exitCode, 0);
  t.regex(stdout, /warning CW1014/);
  t.is((await clusterwright(['validate', '--detailed-exitcode'], {}, folder)).exitCode, 2);
});

test('with --since, only what the commits and the working tree changed is told and judged', async t => {
  const folder = scratchFolder(t, example());
  edit(folder, 'clusters/prod-a/workers.yaml', 'min: 3', 'min: 12');
  commitAll(folder);
  git(folder, 'tag', 'before');
  edit(folder, 'clusters/dev-b/cluster.yaml', '  network:', '  netwrok:');
  commitAll(folder);
  const all = await clusterwright(['validate'], {}, folder);
  t.regex(all.stdout, /2 errors in 2 of 9 files\n$/);
  const { exitCode, stdout } = await clusterwright(['validate', '--since', 'before'], {}, folder);
  t.is(exitCode, 1);
  t.regex(stdout, /^clusters\/dev-b\/cluster\.yaml:\d+:3 {2}spec\.netwrok\n/);
  t.regex(stdout, /\n1 error in 1 of 9 files; 1 older finding left out \(since before\)\n$/);

  const nothing = await clusterwright(['validate', '--since', 'HEAD', '--format', 'json'], {}, folder);
  t.is(nothing.exitCode, 0);
  const { since, findings }: { since: { olderFindings: number }; findings: unknown[] } = JSON.parse(nothing.stdout);
  t.deepEqual([since.olderFindings, findings], [2, []]);
});

test('a mistake that a change causes in a file that has not changed is told', async t => {
  const folder = scratchFolder(t, example());
  commitAll(folder);
  rmSync(join(folder, 'releases/v1.36.4.yaml'));
  const { exitCode, stdout } = await clusterwright(['validate', '--since', 'HEAD'], {}, folder);
  t.is(exitCode, 1);
  t.regex(stdout, /^fleet\.yaml:\d+:\d+ {2}spec\.defaults\.cluster\.release\n/);
});

test('all findings of a fleet that was not there before are new', async t => {
  const folder = scratchFolder(t, { 'README.md': 'soon' });
  commitAll(folder);
  writeFiles(folder, { ...example(), 'fleet.yaml': 'kind: Fleet\n' });
  const { stdout } = await clusterwright(['validate', '--since', 'HEAD'], {}, folder);
  t.regex(stdout, /fleet\.yaml:1:1/);
});

test('--since with a revision that is not there says what to do', async t => {
  const folder = scratchFolder(t, example());
  commitAll(folder);
  const { exitCode, stdout, stderr } = await clusterwright(['validate', '--since', 'origin/main'], {}, folder);
  t.deepEqual([exitCode, stdout], [1, '']);
  t.regex(stderr, /^clusterwright: "origin\/main" is no commit of this repository\n {2}next {2}name a commit/);
});

test('what cannot be done to the last commit is told before and after it is committed, and no longer', async t => {
  const folder = scratchFolder(t, example());
  commitAll(folder);
  edit(folder, 'clusters/prod-a/cluster.yaml', 'sizeGiB: 100', 'sizeGiB: 50');
  const told = async (...options: string[]) => (await clusterwright(['validate', ...options], {}, folder)).stdout;
  t.regex(await told(), /error CW1603 {4}a volume cannot shrink: it has 100 GiB/);
  commitAll(folder);
  t.regex(await told(), /error CW1603/);
  t.regex(await told('--since', 'HEAD^'), /error CW1603/);
  edit(folder, 'fleet.yaml', 'spec:', '# A comment.\nspec:');
  commitAll(folder);
  t.is(await told(), 'No mistakes in 9 files.\n');
  t.regex(await told('--since', 'HEAD^^'), /error CW1603/);
});

test('with --deep, what the specs render to is checked as well', async t => {
  const folder = scratchFolder(t, example());
  const blocks = Array.from({ length: 70 }, (_, index) => `198.51.${index}.0/24`).join(', ');
  edit(folder, 'clusters/prod-a/cluster.yaml', '203.0.113.0/24', blocks);
  edit(folder, 'accounts/payments-prod.yaml', 'roles:', 'quotas: { rulesPerSecurityGroup: 100 }\n  roles:');
  const shallow = await clusterwright(['validate'], {}, folder);
  t.is(shallow.stdout, 'No mistakes in 9 files.\n');
  const deep = await clusterwright(['validate', '--deep', '--detailed-exitcode'], {}, folder);
  t.regex(deep.stdout, /clusters\/prod-a\/cluster\.yaml:\d+:\d+[\s\S]*warning CW3015/);
  t.is(deep.exitCode, 2);
});
