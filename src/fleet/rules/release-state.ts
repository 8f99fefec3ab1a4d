import type { Finding } from '../../model/finding.js';
import type { Cluster, NodePool } from '../../model/fleet.js';
import { doubt, mistake } from './mistake.js';

/** Minors whose flags and files the node configs know. */
export const supportedMinors = [35, 36, 37];

/** CW1430, CW1431 and CW1432: a cluster runs a release that is meant to be used, of a Kubernetes that we know. */
export function releaseState({ release, source }: Cluster): Finding[] {
  const place = { source, pointer: '/spec/release' };
  const { version } = release.kubernetes;
  const minor = Number(version.split('.')[1]);
  const known = supportedMinors.map(number => `1.${number}`).join(', ');
  return [
    ...(release.state === 'deprecated'
      ? [doubt('CW1430', place, { message: `release ${release.name} is deprecated`, hint: 'move to a newer one' })]
      : []),
    ...(release.state === 'preview'
      ? [
          doubt('CW1431', place, {
            message: `release ${release.name} is a preview`,
            hint: 'take it where nothing matters',
          }),
        ]
      : []),
    ...(supportedMinors.includes(minor)
      ? []
      : [
          mistake('CW1432', place, {
            message: `release ${release.name} runs Kubernetes ${version}, which node configs are not made for`,
            hint: `take a release of Kubernetes ${known}`,
          }),
        ]),
  ];
}

/** CW1035: the Flatcar that a pool asks for is one that its release has images of. */
export function flatcarOverride({ release }: Cluster, { flatcar, source }: NodePool): Finding[] {
  if (flatcar === undefined || flatcar.version === release.flatcar.version) return [];
  const { alternatives = {} } = release.flatcar;
  if (Object.hasOwn(alternatives, flatcar.version)) return [];
  const known = [release.flatcar.version, ...Object.keys(alternatives)].join(', ');
  const message = `release ${release.name} has no images of Flatcar ${flatcar.version}`;
  const place = { source, pointer: '/spec/flatcar/version' };
  return [mistake('CW1035', place, { message, hint: `known: ${known}; or add it to spec.flatcar.alternatives` })];
}
