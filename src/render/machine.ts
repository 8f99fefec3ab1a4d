import { AppError } from '../errors.js';
import { flatcarImages } from '../model/flatcar-images.js';
import type { Architecture, Cluster, Download } from '../model/fleet.js';
import { own } from '../model/own.js';
import { locate } from '../model/source.js';
import { type Located, located } from '../template/located.js';

/**
 * The AMI that the cluster's release has for its region, of the release's own Flatcar or, for a pool that asks for it,
 * of an alternative. Throws AppError `no-machine-image`.
 */
export function machineImage(
  { release, region }: Cluster,
  architecture: Architecture,
  flatcarVersion?: string,
): Located<string> {
  const { images, path } = flatcarImages(release, flatcarVersion);
  const image = own(images, region)?.[architecture];
  if (image === undefined) {
    const field = ['spec', ...path, region, architecture].join('.');
    throw new AppError('no-machine-image', `release ${release.name} has no ${architecture} image in ${region}`, {
      hint: `add ${field} to the Release, or use another region or instance type`,
    });
  }
  return located(image, locate(release.source, ['/spec', ...path, region, architecture].join('/')));
}

/** URL and digest of a download. Throws AppError `no-download`. */
export function downloadFor(download: Download, architecture: Architecture, { release }: Cluster) {
  const sha256 = download.sha256[architecture];
  if (sha256 === undefined) {
    throw new AppError('no-download', `release ${release.name} has no ${architecture} digest for ${download.url}`, {
      hint: `add sha256.${architecture} beside the url in the Release`,
    });
  }
  return { url: download.url.replaceAll('{arch}', architecture), sha256 };
}
