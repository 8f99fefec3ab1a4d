import { createHash } from 'node:crypto';
import type { World } from './world.js';

/** A UUID (version 4 in shape) that follows from the world's seed and what it is for: the same for the same parts. */
export function uuidFor({ seed }: Pick<World, 'seed'>, ...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([seed, ...parts]))
    .digest('hex');
  return flat(hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5'));
}

/** The same text in one piece: what is put together from parts keeps them all in memory. */
export function flat(text: string): string {
  return Buffer.from(text).toString();
}
