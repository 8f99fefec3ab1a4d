import type { Architecture } from './fleet.js';

/**
 * Architecture of an EC2 instance type, from its family's name. These are arm64: `a1`, Graviton families, which have a
 * g behind their generation (`m7g`, `c7gn`, `im4gn`, `x2gd`, `g5g`), and Grace (`p6e-gb200`). A g before the generation
 * stands for a GPU (`g4dn`, `gr6`).
 */
export function architectureOf(instanceType: string): Architecture {
  return /^(a1|[a-z]+\d+[a-z]*g[a-z]*|[a-z]+\d+[a-z]*-gb\d+)\./.test(instanceType) ? 'arm64' : 'amd64';
}

/** Mac instances run macOS only. */
export function runsLinux(instanceType: string): boolean {
  return !/^mac[0-9-]/.test(instanceType);
}
