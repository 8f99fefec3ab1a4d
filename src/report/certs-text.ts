import type { Colors as Colours } from 'picocolors/types.js';
import type { Fleet } from '../model/fleet.js';
import { leafDates } from '../pki/renewal.js';
import { type CertificateDetails, certificateDetails } from '../reconcile/certificate-details.js';
import {
  type ClusterCertificates,
  daysUntil,
  isWaiting,
  type SeenCertificates,
} from '../reconcile/see-certificates.js';
import { findingText } from './findings.js';
import { stageText } from './rotation-text.js';
import { columns, counted, wrapped } from './text.js';

/** What is in use of certificates and keys, cluster by cluster, and what comes next. */
export function certsText(fleet: Fleet, seen: SeenCertificates, paint: Colours): string {
  const sections = seen.clusters.map(cluster => clusterText(fleet, cluster, { today: seen.today, paint }));
  return `${[...sections, ...seen.findings.map(finding => findingText(finding, paint)), closing(seen)].join('\n\n')}\n`;
}

interface Screen {
  readonly today: string;
  readonly paint: Colours;
}

function clusterText(fleet: Fleet, seen: ClusterCertificates, { today, paint }: Screen): string {
  const { cluster, generations, problem } = seen;
  if (problem !== undefined)
    return `${paint.bold(cluster.name)}\n${wrapped(`not known: ${problem.message}`, 2).join('\n')}`;
  if (generations === undefined) return `${paint.bold(cluster.name)}   no masters yet`;
  const { renewal, end } = leafDates(generations.leaves);
  const details = certificateDetails(fleet, { ...seen, generations });
  const rotating = details.filter(({ rotation }) => rotation !== undefined);
  const leaves = details.filter(({ kind, isOffered }) => kind === 'leaf' && !isOffered);
  const due = seen.isDue ? 'the next apply renews them' : `renewed from ${renewal}`;
  const table = columns(
    [
      ['NAME', 'GENERATION', 'ENDS', ''],
      ...rotating.map(one => rotatingRow(one, seen)),
      [counted(leaves.length, 'leaf', 'leaves'), generations.leaves, end, `${daysText(end, today)}, ${due}`],
    ],
    { indent: 2 },
  );
  const notes = [
    ...(seen.behind.length > 0 ? [`not settled with what the masters have: ${seen.behind.join(', ')}`] : []),
    ...(seen.indexProblem === undefined
      ? []
      : [`${seen.indexProblem.message}${seen.indexProblem.hint === undefined ? '' : `; ${seen.indexProblem.hint}`}`]),
  ];
  return [paint.bold(cluster.name), table, ...notes.flatMap(note => wrapped(note, 2))].join('\n');
}

function rotatingRow({ name, issues, rotation }: CertificateDetails, seen: ClusterCertificates): readonly string[] {
  const ends = issues.find(({ isInUse }) => isInUse)?.record?.notAfter?.slice(0, 10);
  const { cluster, isEverywhere } = seen;
  return [
    name,
    issues.map(({ generation }) => generation).join(', '),
    ends ?? '-',
    rotation === undefined ? '' : stageText(rotation.stage, { cluster: cluster.name, isEverywhere }),
  ];
}

/** `180 days left`, `ended`. */
export function daysText(day: string, today: string): string {
  const days = daysUntil(day, today);
  return days <= 0 ? 'ended' : `${counted(days, 'day')} left`;
}

function closing(seen: SeenCertificates): string {
  const waiting = seen.clusters.filter(isWaiting);
  const count = counted(seen.clusters.length, 'cluster');
  const next = '  clusterwright certs explain CLUSTER NAME    tells everything about one of them';
  if (waiting.length === 0) return `Nothing is due in ${count}.\n${next}`;
  const names = waiting.map(({ cluster }) => cluster.name).join(', ');
  return `Something is due or waits in ${waiting.length} of ${count}: ${names}.\n${next}`;
}
