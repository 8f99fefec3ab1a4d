import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { mistake, placeText, related } from './mistake.js';

/** CW1010: in lists of a cluster, too, a name or path comes once. */
export function repeatedNames({ workloadIdentity, secrets, pki, registries, ssh, source }: Cluster): Finding[] {
  const lists = [
    {
      field: 'workloadIdentity/roles',
      key: 'name',
      noun: 'role',
      values: workloadIdentity?.roles.map(({ name }) => name),
    },
    { field: 'secrets', key: 'name', noun: 'secret', values: secrets.map(({ name }) => name) },
    { field: 'pki/rotations', key: 'name', noun: 'rotation', values: pki.rotations.map(({ name }) => name) },
    { field: 'secrets', key: 'path', noun: 'path', values: secrets.map(({ path }) => path) },
    {
      field: 'registries/mirrors',
      key: 'registry',
      noun: 'registry',
      values: registries.mirrors.map(({ registry }) => registry),
    },
    { field: 'ssh/users', key: 'name', noun: 'user', values: ssh.users.map(({ name }) => name) },
  ];
  return lists.flatMap(({ field, key, noun, values = [] }) => {
    const place = (index: number) => ({ source, pointer: `/spec/${field}/${index}/${key}` });
    return values.flatMap((value, index) => {
      const first = values.indexOf(value);
      if (first === index) return [];
      const message = `${noun} "${value}" exists already (${placeText(place(first))})`;
      const others = [related(place(first), `the first ${noun} of that name`)];
      return [mistake('CW1010', place(index), { message, hint: 'rename or remove one of them', related: others })];
    });
  });
}

/** CW1011: secrets go to nodes that there are. */
export function secretNodes({ secrets, nodePools, source }: Cluster): Finding[] {
  const known = ['control-plane', ...nodePools.map(({ name }) => name)];
  return secrets.flatMap(({ nodes = [] }, index) =>
    nodes.flatMap((name, at) => {
      if (known.includes(name)) return [];
      const place = { source, pointer: `/spec/secrets/${index}/nodes/${at}` };
      return [
        mistake('CW1011', place, { message: `there is no node pool "${name}"`, hint: `known: ${known.join(', ')}` }),
      ];
    }),
  );
}
