import { AppError } from '../errors.js';
import type { Architecture } from '../model/fleet.js';

export const architectures = ['amd64', 'arm64'] as const satisfies readonly Architecture[];

export const channels = ['alpha', 'beta', 'stable', 'lts'] as const;
export type Channel = (typeof channels)[number];

/** Where Flatcar publishes; each channel has a server of its own. */
export const flatcarHome = 'https://{channel}.release.flatcar-linux.net';

/** Which images are wanted: one list is published for each version and architecture. */
export interface WantedList {
  readonly version: string;
  readonly architecture: Architecture;
  readonly channel: Channel;
}

/** The channel that a version belongs to, which Flatcar tells by the second number: 4593.2.5 is stable. */
export function channelOf(version: string): Channel {
  const channel = channels[Number(version.split('.')[1])];
  if (channel !== undefined) return channel;
  throw new AppError('unknown-channel', `the channel of Flatcar ${version} does not show in its number`, {
    hint: `name it with --channel: ${channels.join(', ')}`,
  });
}

/**
 * URL or path of a list of images. A place is a base with Flatcar's layout below, or a whole address that ends in
 * `.json`; `{channel}`, `{version}` and `{arch}` stand for what is wanted.
 */
export function listAddress(place: string, { version, architecture, channel }: WantedList): string {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(place)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw new AppError('wrong-flag', `--from: ${place} is neither a web address nor a path`, {
      kind: 'usage',
      hint: 'give an address with https://, a folder, or a file that ends in .json',
    });
  }
  const layout = place.endsWith('.json')
    ? place
    : `${place.replace(/\/+$/, '')}/{arch}-usr/{version}/flatcar_production_ami_all.json`;
  return layout.replaceAll('{channel}', channel).replaceAll('{version}', version).replaceAll('{arch}', architecture);
}
