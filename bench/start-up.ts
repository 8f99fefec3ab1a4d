/** How long `clusterwright --version` takes above a bare `node -e 0`, in the same run: medians of 15 alternating runs. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const cli = join(import.meta.dirname, '../dist/src/cli.js');
const bare: number[] = [];
const version: number[] = [];
for (let run = 0; run < 15; run += 1) {
  bare.push(elapsedMs(['-e', '0']));
  version.push(elapsedMs([cli, '--version']));
}

const [bareMs, versionMs] = [median(bare), median(version)];
console.log(`node -e 0                ${bareMs.toFixed(0)} ms`);
console.log(`clusterwright --version  ${versionMs.toFixed(0)} ms, ${(versionMs - bareMs).toFixed(0)} ms above`);
console.log(`ratio                    ${(versionMs / bareMs).toFixed(2)}`);

function elapsedMs(args: readonly string[]): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited ${status}`);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
