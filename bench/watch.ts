/**
 * How long it takes from a save until `render --watch` has told what it changes, against a `render` of its own for every
 * save, in the same run. Fleets: the largest of the tests, and one of 50 clusters (or as many as the argument says). Edits:
 * of one cluster, and of a default that all clusters of the large fleet have.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { generatedFleet } from './generated-fleet.ts';

const saves = 9;
const clusters = Number(process.argv[2] ?? 50);
const project = join(import.meta.dirname, '..');
const cli = join(project, 'dist/src/cli.js');
const root = mkdtempSync(join(tmpdir(), 'clusterwright-bench-'));

const everything = join(root, 'everything');
cpSync(join(project, 'test/fleets/everything'), everything, { recursive: true });
const large = join(root, 'large');
for (const [path, text] of generatedFleet(clusters, project)) {
  mkdirSync(dirname(join(large, path)), { recursive: true });
  writeFileSync(join(large, path), text);
}
const some = join(large, 'clusters/c7/pools.yaml');
await measure('everything, a pool', everything, numbered(join(everything, 'prod-a.yaml'), 'percentageAbove: '));
await measure(`${clusters} clusters, a pool of one`, large, numbered(some, 'base: '));
await measure(`${clusters} clusters, a comment for all`, large, commented(join(large, 'fleet.yaml')));
rmSync(root, { recursive: true });

/** Numbers one after the other behind the first such label. */
function numbered(path: string, label: string): (count: number) => void {
  const text = readFileSync(path, 'utf8');
  return count => writeFileSync(path, text.replace(new RegExp(`${label}\\d+`), `${label}${count}`));
}

function commented(path: string): (count: number) => void {
  const text = readFileSync(path, 'utf8');
  return count => writeFileSync(path, `${'# more to read\n'.repeat(count)}${text}`);
}

async function measure(title: string, folder: string, save: (count: number) => void): Promise<void> {
  const cold = [1, 2, 3].map(() => coldMs(folder));
  const child = spawn(process.execPath, [cli, 'render', '--watch', '-C', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await shown(child, /^Watching /m);
  const warm: number[] = [];
  // The first is no number that a spec begins with.
  for (let count = 2; count <= saves + 1; count += 1) {
    const told = shown(child, /unchanged\. |^Nothing changes/m);
    const started = performance.now();
    save(count);
    await told;
    warm.push(performance.now() - started);
  }
  const ended = new Promise(resolve => child.once('close', resolve));
  child.kill();
  await ended;
  const [coldMedian, warmMedian] = [median(cold), median(warm)];
  console.log(title);
  console.log(`  render                  ${coldMedian.toFixed(0)} ms`);
  console.log(`  a save of the watched   ${warmMedian.toFixed(0)} ms, at most ${Math.max(...warm).toFixed(0)} ms`);
  console.log(`  ratio                   ${(warmMedian / coldMedian).toFixed(2)}`);
}

function coldMs(folder: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [cli, 'render', '-C', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`render exited ${status}: ${stderr}`);
  return performance.now() - started;
}

function shown(child: ChildProcess, pattern: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk;
      if (!pattern.test(text)) return;
      child.stdout?.off('data', read);
      child.off('close', closed);
      resolve();
    };
    const closed = () => reject(new Error(`it ended: ${text}`));
    child.stdout?.on('data', read);
    child.once('close', closed);
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
