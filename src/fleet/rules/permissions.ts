import type { Finding } from '../../model/finding.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import { hasEnded } from '../../model/moment.js';
import type { Place } from '../../model/source.js';
import { doubt, mistake } from './mistake.js';

/** CW1450, CW1451 and CW1455: what is allowed for a while names something that there is, and its time is not over. */
export function permissions(cluster: Cluster, now: Date): Finding[] {
  const { allow = [], approvals = [], source } = cluster;
  const stacks = stacksOf(cluster);
  return [
    ...allow.flatMap(({ step, stack, resource, until }, index) => {
      const place = { source, pointer: `/spec/allow/${index}` };
      return [
        ...ended(until, { source, pointer: `${place.pointer}/until` }, now),
        ...(step === undefined && (stack === undefined || resource === undefined)
          ? [
              mistake('CW1455', place, {
                message: 'this allows nothing: it names neither a step nor a resource of a stack',
                hint: 'set step, or stack and resource',
              }),
            ]
          : unknownStack(stack, stacks, { source, pointer: `${place.pointer}/stack` })),
      ];
    }),
    ...approvals.flatMap(({ stack }, index) =>
      unknownStack(stack, stacks, { source, pointer: `/spec/approvals/${index}/stack` }),
    ),
  ];
}

/** CW1450 and CW1451 for the rules by which drift is left alone, where the cluster itself writes them. */
export function driftIgnores(cluster: Cluster, now: Date): Finding[] {
  const { policy, source } = cluster;
  if (!source.values.has('/spec/policy/drift/ignore')) return [];
  return policy.drift.ignore.flatMap(({ until, stack }, index) => {
    const place = { source, pointer: `/spec/policy/drift/ignore/${index}` };
    return [
      ...(until === undefined ? [] : ended(until, { source, pointer: `${place.pointer}/until` }, now)),
      ...unknownStack(stack, stacksOf(cluster), { source, pointer: `${place.pointer}/stack` }),
    ];
  });
}

/** CW1452, CW1453 and CW1454: a pause says why and is not over; a deletion is confirmed with the right name. */
export function pauseAndDeletion(
  { name, paused, deletion, source }: Pick<Cluster, 'name' | 'deletion' | 'source'> & Partial<Pick<Cluster, 'paused'>>,
  now: Date,
): Finding[] {
  const place = { source, pointer: '/spec/paused' };
  const over = paused?.until !== undefined && hasEnded(paused.until, now);
  return [
    ...(paused !== undefined && paused.reason === undefined
      ? [doubt('CW1453', place, { message: 'the pause says no reason', hint: 'add reason, for whoever wonders' })]
      : []),
    ...(over
      ? [
          doubt(
            'CW1454',
            { source, pointer: '/spec/paused/until' },
            { message: 'the pause is over', hint: 'remove it' },
          ),
        ]
      : []),
    ...(deletion === undefined || deletion.confirm === name
      ? []
      : [
          mistake(
            'CW1452',
            { source, pointer: '/spec/deletion/confirm' },
            {
              message: `this is ${name}, not ${deletion.confirm}`,
              hint: 'write its name to have it deleted',
            },
          ),
        ]),
  ];
}

function ended(until: string, place: Place, now: Date): Finding[] {
  if (!hasEnded(until, now)) return [];
  return [doubt('CW1450', place, { message: `this ended with ${until}`, hint: 'remove it' })];
}

function unknownStack(stack: string | undefined, known: readonly string[], place: Place): Finding[] {
  if (stack === undefined || known.includes(stack)) return [];
  return [doubt('CW1451', place, { message: `the cluster has no stack ${stack}`, hint: `known: ${known.join(', ')}` })];
}

function stacksOf({ connect, nodePools }: Pick<Fleet['clusters'][number], 'connect' | 'nodePools'>): string[] {
  return [
    'tcs',
    ...(connect === undefined ? [] : ['tccpi']),
    'tccp',
    ...(connect === undefined ? [] : ['tccpf']),
    'tccpn',
    ...nodePools.map(({ name }) => `tcnp-${name}`),
    ...nodePools.flatMap(({ name, cidr }) => (connect === undefined || cidr === undefined ? [] : [`tcnpf-${name}`])),
  ];
}
