/**
 * What validating 1,000 clusters costs: `clusterwright validate` as a process, on a generated fleet, against a process
 * that only parses the same bytes (js-yaml) and checks them against the same schemas (ajv): medians of 5 alternating
 * runs. `npm run bench:validate -- 200` takes fewer clusters.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { generatedFleet } from './generated-fleet.js';

const clusters = Number(process.argv[2] ?? 1000);
const project = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'clusterwright-bench-'));
const files = generatedFleet(clusters, project);
for (const [path, text] of files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
console.log(`${clusters} clusters, ${files.size} files, ${(bytes / 1024 / 1024).toFixed(1)} MiB`);

const peer: number[] = [];
const ours: number[] = [];
for (let run = 0; run < 5; run += 1) {
  peer.push(elapsedMs([join(import.meta.dirname, 'validate-peer.js'), folder]));
  ours.push(elapsedMs([join(project, 'dist/src/cli.js'), 'validate', '-C', folder]));
}
rmSync(folder, { recursive: true });

const [peerMs, oursMs] = [median(peer), median(ours)];
console.log(`js-yaml and ajv alone    ${peerMs.toFixed(0)} ms`);
console.log(`clusterwright validate   ${oursMs.toFixed(0)} ms, ${(oursMs / clusters).toFixed(2)} ms a cluster`);
console.log(`ratio                    ${(oursMs / peerMs).toFixed(2)}`);

function elapsedMs(args: readonly string[]): number {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited ${status}: ${stdout.slice(0, 2000)}${stderr}`);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
