import { architectureOf } from '../../model/architecture.js';
import type { Finding } from '../../model/finding.js';
import { flatcarImages } from '../../model/flatcar-images.js';
import type { Architecture, Cluster, Fleet, Release } from '../../model/fleet.js';
import type { Place } from '../../model/source.js';
import { doubt, mistake, placeText, related } from './mistake.js';

/** A node that a release is used for. */
interface Use {
  readonly release: Release;
  readonly region: string;
  readonly architecture: Architecture;
  /** The Flatcar that it boots, if not the release's. */
  readonly flatcar: string | undefined;
  readonly by: Place;
}

/**
 * CW1026 and CW1027: a release has an image and a kubelet for every region and architecture it is used in. What is
 * missing is told once, however many clusters miss it.
 */
export function releases({ clusters }: Fleet): Finding[] {
  const uses = clusters.flatMap(usesOf);
  const images = firstOf(uses, use => `${use.release.name}/${use.region}/${use.architecture}/${use.flatcar}`);
  const kubelets = firstOf(uses, use => `${use.release.name}/${use.architecture}`);
  return [...images.flatMap(missingImage), ...kubelets.flatMap(missingKubelet)];
}

/** CW1433: the address of the kubelet names the version that the release has. */
export function kubeletVersions({ clusters }: Fleet): Finding[] {
  return clusters.flatMap(({ release: { kubernetes, source } }) => {
    const named = /v(\d+\.\d+\.\d+)/.exec(kubernetes.kubelet.url)?.[1];
    if (named === undefined || named === kubernetes.version) return [];
    const place = { source, pointer: '/spec/kubernetes/kubelet/url' };
    const message = `this is the kubelet of ${named}, but the release is of Kubernetes ${kubernetes.version}`;
    return [doubt('CW1433', place, { message, hint: 'correct the address and the digests, or the version' })];
  });
}

function usesOf({ release, region, controlPlane, nodePools }: Cluster): readonly Use[] {
  const types: readonly { type: string; flatcar?: string; by: Place }[] = [
    { type: controlPlane.instanceType, by: { source: controlPlane.source, pointer: '/spec/instanceType' } },
    ...nodePools.flatMap(({ instances, flatcar, source }) => {
      return instances.types.map(({ type }, index) => ({
        type,
        ...(flatcar === undefined ? {} : { flatcar: flatcar.version }),
        by: { source, pointer: `/spec/instances/types/${index}/type` },
      }));
    }),
  ];
  return types.map(({ type, flatcar, by }) => ({ release, region, architecture: architectureOf(type), flatcar, by }));
}

function firstOf(uses: readonly Use[], key: (use: Use) => string): readonly Use[] {
  const first = new Map<string, Use>();
  for (const use of uses) if (!first.has(key(use))) first.set(key(use), use);
  return [...first.values()];
}

function missingImage({ release, region, architecture, flatcar, by }: Use): Finding[] {
  const { images, path } = flatcarImages(release, flatcar);
  // A version that the release does not have at all is CW1035.
  if (images[region]?.[architecture] !== undefined || Object.keys(images).length === 0) return [];
  const message = `no ${architecture} image in ${region}, which is needed at ${placeText(by)}`;
  const field = ['spec', ...path, region].join('.');
  const hint = `add ${architecture} to ${field}, or take another release, region or instance type`;
  const place = { source: release.source, pointer: ['/spec', ...path, region].join('/') };
  return [mistake('CW1026', place, { message, hint, related: [related(by, 'an instance type that needs it')] })];
}

function missingKubelet({ release, architecture, by }: Use): Finding[] {
  if (release.kubernetes.kubelet.sha256[architecture] !== undefined) return [];
  const message = `no digest of the ${architecture} kubelet, which is needed at ${placeText(by)}`;
  const hint = `add ${architecture} to spec.kubernetes.kubelet.sha256`;
  const place = { source: release.source, pointer: '/spec/kubernetes/kubelet/sha256' };
  return [mistake('CW1027', place, { message, hint, related: [related(by, 'an instance type that needs it')] })];
}
