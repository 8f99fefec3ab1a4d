import { digestOf } from '../model/digest.js';
import { type Generations, inUse } from '../model/secrets.js';
import type { CertificateEntry } from './inventory.js';

/**
 * Names one issue of a leaf certificate; it is part of the object's key in the store and of the encryption context. It
 * is issued anew whenever its authority is another one, its day comes, or its content is decided anew, for example with
 * another name: `ca1.2026-11-21.3f9a…`.
 *
 * What rotates is named by its generation alone (`1`): later changes to how authorities are issued must not replace one
 * behind the back of a rotation.
 */
export function leafGeneration(entry: CertificateEntry, generations: Generations): string {
  return `${entry.issuer}${inUse(generations, entry.issuer)}.${generations.leaves}.${digestOf(entry).slice(0, 16)}`;
}
