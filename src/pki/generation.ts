import { digestOf } from '../model/digest.js';
import { formatGenerations, type Generations } from '../model/secrets.js';
import type { CertificateEntry } from './inventory.js';

/**
 * Names one issue of a certificate; it is part of the object's key in the store and of the encryption context.
 *
 * An authority is fixed by its generation alone (`ca1`): later changes to how authorities are issued must not replace
 * one behind the back of a rotation. A leaf is issued anew whenever its content is decided anew, for example with
 * another name: `ca1.leaf1.3f9a…`.
 */
export function generationOf(entry: CertificateEntry, generations: Generations): string {
  if (entry.usage === 'authority') return `ca${generations.ca}`;
  return `${formatGenerations(generations)}.${digestOf(entry).slice(0, 16)}`;
}
