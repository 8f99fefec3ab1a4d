import { AppError } from '../errors.js';
import { sha512 } from '../model/digest.js';
import type { Architecture } from '../model/fleet.js';
import { digestIn } from './digest-list.js';
import { type Channel, channelOf, listAddress } from './flatcar-places.js';
import type { PublishedFiles } from './ports.js';
import { type ImagesByRegion, publishedImages } from './published-images.js';

export interface ImageRequest {
  /** In order of preference; what a later one lists of a region and architecture counts if no earlier one does. */
  readonly places: readonly string[];
  readonly architectures: readonly Architecture[];
  /** Undefined for the channel that the version's number tells. */
  readonly channel: Channel | undefined;
  /** SHA-512 digests that lists may have, from whom the user trusts; none: those published beside the lists. */
  readonly trusted: readonly string[];
}

export type ImagesByArchitecture = ReadonlyMap<Architecture, ImagesByRegion>;

/**
 * The published images of a Flatcar version, each list checked against its digest. Throws AppError if an architecture is
 * at none of the places, or a list is not what its digest says.
 */
export async function fetchImages(
  files: PublishedFiles,
  version: string,
  request: ImageRequest,
): Promise<ImagesByArchitecture> {
  const channel = request.channel ?? channelOf(version);
  const lists = request.architectures.map(async architecture => {
    const wanted = { version, architecture, channel };
    const addresses = request.places.map(place => listAddress(place, wanted));
    return [architecture, await fetchLists(files, addresses, request.trusted)] as const;
  });
  const found = new Map(await Promise.all(lists));
  refuseOneListForTwo(found);
  return found;
}

async function fetchLists(
  files: PublishedFiles,
  addresses: readonly string[],
  trusted: readonly string[],
): Promise<ImagesByRegion> {
  const images = new Map<string, string>();
  const absent: string[] = [];
  for (const address of addresses) {
    const content = await files.read(address);
    if ('absent' in content) {
      absent.push(`${address} (${content.absent})`);
      continue;
    }
    await requireDigest(files, { address, content, trusted });
    for (const [region, id] of publishedImages(Buffer.from(content).toString('utf8'), address))
      if (!images.has(region)) images.set(region, id);
  }
  if (images.size > 0) return images;
  throw new AppError('no-such-images', `there are no images at ${absent.join(', nor at ')}`, {
    hint: 'check the Flatcar version and channel, name another place with --from, or one architecture with --arch',
  });
}

interface ReadList {
  readonly address: string;
  readonly content: Uint8Array;
  readonly trusted: readonly string[];
}

async function requireDigest(files: PublishedFiles, { address, content, trusted }: ReadList): Promise<void> {
  const digest = sha512(content);
  if (trusted.length > 0) {
    if (trusted.includes(digest)) return;
    throw wrongDigest(`${address} has SHA-512 ${digest}, which is none of those given with --sha512`);
  }
  const list = await files.read(`${address}.DIGESTS`);
  const file = address.slice(address.lastIndexOf('/') + 1);
  const published =
    'absent' in list ? undefined : digestIn(Buffer.from(list).toString('utf8'), { algorithm: 'sha512', file });
  if (published === undefined) {
    // Nobody shall be told the digest of a page that is no list at all.
    publishedImages(Buffer.from(content).toString('utf8'), address);
    const why = 'absent' in list ? `is not there (${list.absent})` : `names no single SHA-512 of ${file}`;
    throw new AppError('no-digest', `${address}.DIGESTS ${why}, so the list cannot be checked`, {
      hint: `mirror it too, or say with --sha512 what you know it should be (this one has ${digest})`,
    });
  }
  if (published !== digest) throw wrongDigest(`${address} has SHA-512 ${digest}, but ${published} is published for it`);
}

function wrongDigest(message: string): AppError {
  return new AppError('wrong-digest', message, {
    hint: 'nothing was changed; it was cut short or altered on the way: fetch it again, from another place if need be',
  });
}

/** An image boots on one architecture: the same ids for both mean that one file was read twice. */
function refuseOneListForTwo(found: ImagesByArchitecture): void {
  const [first, second] = [...found.values()];
  const shared = [...(first ?? [])].find(([region, id]) => second?.get(region) === id);
  if (shared === undefined) return;
  throw new AppError('one-list-for-two', `${shared[1]} is listed for both architectures in ${shared[0]}`, {
    hint: 'write {arch} in --from where the address has the architecture, or name one with --arch',
  });
}
